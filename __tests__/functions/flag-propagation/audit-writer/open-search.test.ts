import "../../support/environment";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { AuditEntry } from "../../../../functions/flag-propagation/audit/entry";
import { OpenSearch } from "../../../../functions/flag-propagation/audit/open-search";
import { OpenSearchAuditTrail as ReadTrail } from "../../../../functions/flag-propagation/audit-reader/open-search-trail";
import type { AuditPosition } from "../../../../functions/flag-propagation/audit-reader/ports";
import { setUp } from "../../../../functions/flag-propagation/audit-setup/set-up";
import { OpenSearchAuditTrail } from "../../../../functions/flag-propagation/audit-writer/open-search-trail";
import { writeBatch } from "../../../../functions/flag-propagation/audit-writer/write-batch";
import { auditMessage, someAuditEntry } from "../support/audit-entries";
import { describeWithOpenSearch, realOpenSearch } from "../support/real-opensearch";

/** A node without the security plugin takes no notice of the signature. */
Object.assign(process.env, { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" });

const NODE_START_MS = 180_000;
const TIMEOUT_MS = 5_000;

describeWithOpenSearch("the audit trail in a real OpenSearch", () => {
  let node: Awaited<ReturnType<typeof realOpenSearch>>;
  let openSearch: OpenSearch;
  let reader: ReadTrail;
  let answer: unknown;
  beforeAll(async () => {
    node = await realOpenSearch();
    openSearch = new OpenSearch(node.url);
    reader = new ReadTrail(() => openSearch);
    answer = await setUp(
      { retention_days: 400, replicas: 0, shards: 1, roles: { writer: "arn:aws:iam::111122223333:role/writer" } },
      { openSearch, sleep: async () => undefined, now: Date.now, log: () => undefined },
    );
  }, NODE_START_MS);
  afterAll(() => node.close());

  const ask = (method: "GET" | "POST" | "PUT", path: string, body?: unknown) =>
    openSearch.request({
      method,
      path,
      timeoutMs: TIMEOUT_MS,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });

  /** Writes messages as the function does, and lets what was written be found. */
  async function write(...bodies: readonly string[]) {
    const letters: { reason: string; body: string }[] = [];
    const told: Record<string, number> = {};
    const { batchItemFailures } = await writeBatch(
      bodies.map((body, index) => ({ messageId: String(index), body })),
      {
        trail: new OpenSearchAuditTrail(() => openSearch),
        deadLetters: { keep: async (letter) => void letters.push(letter) },
        count: (metric, value) => {
          told[metric] = value;
        },
        measure: () => undefined,
        log: () => undefined,
        now: Date.now,
      },
    );
    await ask("POST", "/_refresh");
    return { failed: batchItemFailures.map(({ itemIdentifier }) => itemIdentifier), letters, told };
  }

  async function pages(flagId: string, limit: number): Promise<AuditEntry[][]> {
    const found: AuditEntry[][] = [];
    let after: AuditPosition | undefined;
    do {
      const { entries, next } = await reader.list(flagId, { limit, after });
      found.push([...entries]);
      after = next;
    } while (after !== undefined);
    return found;
  }

  it("FLAG-08 has no entries of any flag before the first, and its template is accepted", async () => {
    expect(answer).toEqual({ template: "applied", policy: "unsupported", roles: "unsupported" });
    expect(await reader.list("new-checkout", { limit: 20 })).toEqual({ entries: [] });
  });

  it("FLAG-08 gives back what was written: who, when, where, why, and the diff", async () => {
    const entry = someAuditEntry(1, {
      flag_id: "read-back",
      principal: "arn:aws:sts::111122223333:assumed-role/admin/ada@example.com",
      correlation_id: "1-2-3",
      diff: [
        { path: "/variants/on", before: "true", after: '{"colour":"blue"}' },
        { path: "/targeting", after: "x".repeat(100_000) },
      ],
      diff_truncated: true,
      details: { broken: ["AUDIT-01"], services: { "service-0001": { version: 1 } }, share: 25 },
    });
    expect(await write(auditMessage(entry))).toMatchObject({ failed: [], told: { AuditEntriesWritten: 1 } });
    expect(await reader.list("read-back", { limit: 20 })).toEqual({ entries: [entry] });
  });

  it("FLAG-08 has an entry once that came twice, as it came first", async () => {
    const first = someAuditEntry(2, { flag_id: "repeated" });
    await write(auditMessage(first));
    const again = await write(auditMessage({ ...first, reason: "rewritten" }, first));
    expect(again).toEqual({ failed: [], letters: [], told: { AuditEntriesRepeated: 2 } });
    expect(await reader.list("repeated", { limit: 20 })).toEqual({ entries: [first] });
  });

  it("FLAG-08 pages through all entries once, newest first, over months and within a millisecond", async () => {
    const times = ["2026-10-31T23:59:59.999Z", "2026-11-01T00:00:00.000Z", "2026-12-24T18:00:00.000Z"];
    const entries = Array.from({ length: 12 }, (_, index) =>
      someAuditEntry(100 + index, { flag_id: "paged", "@timestamp": times[index % 3] ?? "", version: index }),
    );
    await write(auditMessage(...entries.slice(0, 5)), auditMessage(...entries.slice(5)));
    const order = (entry: AuditEntry) => `${entry["@timestamp"]} ${entry.entry_id}`;
    const newestFirst = [...entries].sort((a, b) => (order(a) < order(b) ? 1 : -1));
    const found = await pages("paged", 5);
    expect(found.map((page) => page.length)).toEqual([5, 5, 2]);
    expect(found.flat()).toEqual(newestFirst);
    expect((await pages("paged", 12)).flat()).toEqual(newestFirst);
  });

  it("FLAG-08 lists one action of one flag alone", async () => {
    const rollback = someAuditEntry(201, { flag_id: "filtered", action: "rollback" });
    await write(
      auditMessage(
        someAuditEntry(200, { flag_id: "filtered" }),
        rollback,
        someAuditEntry(202, { flag_id: "filtered-too", action: "rollback" }),
      ),
    );
    expect(await reader.list("filtered", { limit: 20, action: "rollback" })).toEqual({ entries: [rollback] });
  });

  it("FLAG-08 finds a flag whatever somebody called it, past the API", async () => {
    const entry = someAuditEntry(250, { flag_id: 'Ünten + oben & 100 % "so"/*?=#' });
    await write(auditMessage(entry));
    expect(await reader.list(entry.flag_id, { limit: 20 })).toEqual({ entries: [entry] });
  });

  it("FLAG-08 is found by any of the four fields, and what no field is searched by is kept all the same", async () => {
    const entry = someAuditEntry(300, {
      flag_id: "searched",
      user: "grace@example.com",
      environment: "staging",
      reason: "Christmas opening hours",
      "@timestamp": "2026-11-05T08:00:00.000Z",
    });
    await write(auditMessage({ ...entry, ...{ added_by_a_later_release: { a: 1 } } }));
    const filters = [
      { term: { user: "grace@example.com" } },
      { term: { environment: "staging" } },
      { match: { reason: "christmas" } },
      { range: { "@timestamp": { gte: "2026-11-05", lt: "2026-11-06" } } },
    ];
    for (const filter of filters) {
      const found = (await ask("POST", "/flag-audit-*/_search", { query: filter })) as {
        hits: { hits: { _source: unknown }[] };
      };
      expect(found.hits.hits.map(({ _source }) => _source)).toEqual([{ ...entry, added_by_a_later_release: { a: 1 } }]);
    }
  });

  it("FLAG-08 refuses what contradicts the mapping: that message is a dead letter, the others are written", async () => {
    const good = someAuditEntry(400, { flag_id: "refused" });
    await ask("PUT", "/flag-audit-2027.01", { mappings: { properties: { outcome: { type: "long" } } } });
    const message = auditMessage(someAuditEntry(401, { flag_id: "refused", "@timestamp": "2027-01-01T00:00:00.000Z" }));
    const { failed, letters } = await write(auditMessage(good), message);
    expect(failed).toEqual([]);
    expect(letters).toEqual([
      expect.objectContaining({ body: message, reason: expect.stringContaining("mapper_parsing_exception") }),
    ]);
    expect(await reader.list("refused", { limit: 20 })).toEqual({ entries: [good] });
  });

  it.each([
    ["read-only", "/flag-audit-2027.02/_settings", { "index.blocks.write": true }],
    ["closed", "/flag-audit-2027.03/_close", {}],
  ])("FLAG-08 has a message again whose index is %s, until it takes it", async (_, path, body) => {
    const [index = ""] = /flag-audit-[\d.]+/.exec(path) ?? [];
    const timestamp = `${index.slice(-7).replace(".", "-")}-01T00:00:00.000Z`;
    const message = auditMessage(someAuditEntry(500, { flag_id: index, "@timestamp": timestamp }));
    await ask("PUT", `/${index}`);
    await ask(path.endsWith("_close") ? "POST" : "PUT", path, body);
    expect(await write(message)).toMatchObject({ failed: ["0"], letters: [] });
    await ask("POST", `/${index}/_open`);
    await ask("PUT", `/${index}/_settings`, { "index.blocks.write": false });
    expect(await write(message)).toMatchObject({ failed: [], told: { AuditEntriesWritten: 1 } });
  });

  it(
    "FLAG-08 loses nothing while OpenSearch is away",
    async () => {
      const entry = someAuditEntry(600, { flag_id: "outage" });
      await node.kill();
      await expect(reader.list("outage", { limit: 20 })).rejects.toMatchObject({ name: "OpenSearchUnreachable" });
      const away = { trail: new OpenSearchAuditTrail(() => openSearch) };
      expect(await away.trail.add([entry])).toEqual([{ again: expect.stringContaining("OpenSearchUnreachable") }]);
      await node.restart();
      expect(await write(auditMessage(entry))).toMatchObject({ failed: [], told: { AuditEntriesWritten: 1 } });
      expect(await reader.list("outage", { limit: 20 })).toEqual({ entries: [entry] });
      expect((await reader.list("repeated", { limit: 20 })).entries).toHaveLength(1);
    },
    NODE_START_MS,
  );
});
