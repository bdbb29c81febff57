import { AUDIT_INDEX_PREFIX, type AuditEntry } from "../../../functions/flag-propagation/audit/entry";

/** More than a run of the tests ever writes of one flag. */
const MOST_ENTRIES = 5_000;

/** The audit trail, as it lies in OpenSearch: asked without any of the functions. */
export class AuditTrail {
  constructor(private readonly url: string) {}

  /** All entries of a flag, oldest first. */
  about(flag: string): Promise<readonly AuditEntry[]> {
    return this.search([{ term: { flag_id: flag } }]);
  }

  /**
   * @param filters clauses of OpenSearch's query language that all have to hold
   * @returns entries, oldest first
   */
  async search(filters: readonly object[]): Promise<readonly AuditEntry[]> {
    // What was written since the last refresh, up to seconds ago, would not be found else.
    await this.post("_refresh", {});
    const { hits } = (await this.post("_search", {
      size: MOST_ENTRIES,
      query: { bool: { filter: filters } },
      sort: [{ "@timestamp": "asc" }],
    })) as { readonly hits: { readonly hits: readonly { readonly _source: AuditEntry }[] } };
    return hits.hits.map(({ _source }) => _source);
  }

  private async post(operation: string, body: object): Promise<unknown> {
    const response = await fetch(`${this.url}/${AUDIT_INDEX_PREFIX}*/${operation}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`OpenSearch answered ${response.status}: ${await response.text()}`);
    return response.json();
  }
}
