import { describe, expect, it } from "@jest/globals";
import type { OpenSearch, OpenSearchRequest } from "../../../../functions/flag-propagation/audit/open-search";
import { answeredFailure } from "../../../../functions/flag-propagation/audit/open-search-failure";
import { bulkRequests } from "../../../../functions/flag-propagation/audit-writer/bulk-requests";
import { OpenSearchAuditTrail } from "../../../../functions/flag-propagation/audit-writer/open-search-trail";
import { someAuditEntry } from "../support/audit-entries";

const trail = (request: (request: OpenSearchRequest) => unknown) =>
  new OpenSearchAuditTrail(() => ({ request: async (asked: OpenSearchRequest) => request(asked) }) as OpenSearch);

const answered = (status: number, type?: string) => ({
  create: { status, ...(type !== undefined && { error: { type, reason: "because" } }) },
});

describe("bulk requests", () => {
  it("FLAG-08 create each entry by its id in the index of its month", () => {
    const old = someAuditEntry(2, { "@timestamp": "2026-10-31T23:59:59.999Z", reason: "a\nb\u2028" });
    const [request, ...others] = bulkRequests([someAuditEntry(1), old]);
    expect(others).toEqual([]);
    expect(request?.body.endsWith("\n")).toBe(true);
    const lines = request?.body
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines).toEqual([
      { create: { _index: "flag-audit-2026.11", _id: someAuditEntry(1).entry_id } },
      someAuditEntry(1),
      { create: { _index: "flag-audit-2026.10", _id: old.entry_id } },
      old,
    ]);
  });

  it("FLAG-08 are as few as their size allows, in bytes, and hold all in order", () => {
    const entries = Array.from({ length: 50 }, (_, id) => someAuditEntry(id, { reason: "€".repeat(id * 10) }));
    const requests = bulkRequests(entries, 4_000);
    expect(requests.flatMap((request) => request.entries)).toEqual(entries);
    for (const { body } of requests) expect(Buffer.byteLength(body)).toBeLessThanOrEqual(4_000);
    for (const [index, { body }] of requests.entries()) {
      const next = requests[index + 1]?.entries[0];
      const grown = next && Buffer.byteLength(body + (bulkRequests([next])[0]?.body ?? ""));
      expect(grown ?? Number.POSITIVE_INFINITY).toBeGreaterThan(4_000);
    }
  });

  it("FLAG-08 take an entry alone that is larger than a request should be", () => {
    const entries = [someAuditEntry(1), someAuditEntry(2, { reason: "x".repeat(5_000) }), someAuditEntry(3)];
    expect(bulkRequests(entries, 4_000).map((request) => request.entries)).toEqual(entries.map((entry) => [entry]));
  });
});

describe("the audit trail in OpenSearch", () => {
  it.each([
    [201, undefined, "written"],
    [409, "version_conflict_engine_exception", "repeated"],
    [400, "mapper_parsing_exception", { refused: "400 mapper_parsing_exception: because" }],
    [400, "strict_dynamic_mapping_exception", { refused: expect.anything() }],
    [429, "rejected_execution_exception", { again: "429 rejected_execution_exception: because" }],
    [503, "unavailable_shards_exception", { again: expect.anything() }],
    [403, "cluster_block_exception", { again: expect.anything() }],
    [403, "security_exception", { again: expect.anything() }],
    [404, "index_not_found_exception", { again: expect.anything() }],
    [400, "index_closed_exception", { again: expect.anything() }],
    [400, "validation_exception", { again: expect.anything() }],
  ])("FLAG-08 takes %i %s for what it is", async (status, type, addition) => {
    const additions = await trail(() => ({ items: [answered(status, type)] })).add([someAuditEntry(1)]);
    expect(additions).toEqual([addition]);
  });

  it("FLAG-08 tries all entries again of a request that failed as a whole", async () => {
    const failing = trail(() => {
      throw answeredFailure(503, "", "domain:443");
    });
    const again = { again: expect.stringContaining("OpenSearchUnavailable: OpenSearch at domain:443") };
    expect(await failing.add([someAuditEntry(1), someAuditEntry(2)])).toEqual([again, again]);
  });

  it("FLAG-08 takes nothing for written that OpenSearch does not say so of", async () => {
    const again = { again: expect.any(String) };
    expect(await trail(() => ({ items: [answered(201)] })).add([someAuditEntry(1), someAuditEntry(2)])).toEqual([
      "written",
      again,
    ]);
    expect(await trail(() => ({})).add([someAuditEntry(1)])).toEqual([again]);
  });
});
