import type { AuditEntry } from "../../../functions/flag-propagation/audit/entry";
import type { Propagation } from "../../flag/answers";
import { CREDENTIALS, REGION } from "../emulator";
import { signedFetch } from "../signed-fetch";
import type { JourneyContext } from "./journey";

export interface FlagsRequest {
  readonly body?: object;
  readonly ifMatch?: string;
  readonly query?: Readonly<Record<string, string>>;
}

interface FlagsAnswer {
  readonly version?: number;
  readonly value?: unknown;
  readonly variant?: string;
  readonly reason?: string;
  readonly errors?: readonly { readonly detail: string }[];
}

/** A table's item as DynamoDB writes it. */
type Item = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The flags API and the table behind it, as the journey calls them. */
export class FlagsApi {
  constructor(private readonly context: JourneyContext) {}

  get url(): URL {
    return this.context.emulator.url(this.context.output("flag_propagation_api_url"));
  }

  /** @throws Error when the status is another than expected. */
  async call<T = FlagsAnswer>(method: string, path: string, expected: number, request: FlagsRequest = {}) {
    const { body, ifMatch, query = {} } = request;
    const url = new URL(`${this.url.href.replace(/\/$/, "")}${path}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const response = await signedFetch(url, {
      service: "execute-api",
      region: REGION,
      credentials: CREDENTIALS,
      method,
      headers: {
        ...(body && { "content-type": "application/json" }),
        ...(ifMatch && { "if-match": ifMatch }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: this.context.signal,
    });
    const text = await response.text();
    if (response.status !== expected) throw new Error(`${response.status} instead of ${expected}: ${text}`);
    return { body: (text === "" ? {} : JSON.parse(text)) as T, etag: response.headers.get("etag") ?? "" };
  }

  async propagation(flag: string): Promise<Propagation> {
    return (await this.call<Propagation>("GET", `/flags/${flag}/propagation`, 200)).body;
  }

  /** The flag's newest entries in the audit trail. */
  async audit(flag: string): Promise<readonly AuditEntry[]> {
    return (await this.call<{ entries: readonly AuditEntry[] }>("GET", `/flags/${flag}/audit`, 200)).body.entries;
  }

  /** Writes the flag's next version into the table itself, as somebody would who goes past the API. */
  async writePastTheApi(flag: string, change: (item: Item) => Item): Promise<void> {
    const table = this.context.output("flag_propagation_flags_table_name");
    const key = { flag_id: { S: flag }, record: { S: "current" } };
    const { Item } = await this.dynamodb<{ Item?: Item }>("GetItem", {
      TableName: table,
      Key: key,
      ConsistentRead: true,
    });
    if (Item === undefined) throw new Error(`the table ${table} has no current version of ${flag}`);
    await this.dynamodb("PutItem", { TableName: table, Item: change(Item) });
  }

  /** One call that needs no client. */
  private async dynamodb<T>(operation: string, input: object): Promise<T> {
    const response = await signedFetch(new URL(this.context.emulator.endpoint), {
      service: "dynamodb",
      region: REGION,
      credentials: CREDENTIALS,
      method: "POST",
      headers: { "content-type": "application/x-amz-json-1.0", "x-amz-target": `DynamoDB_20120810.${operation}` },
      body: JSON.stringify(input),
      signal: this.context.signal,
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${operation} answered ${response.status}: ${text}`);
    return JSON.parse(text) as T;
  }
}
