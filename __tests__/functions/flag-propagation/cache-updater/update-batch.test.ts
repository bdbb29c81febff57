import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { decodeEntry } from "../../../../functions/flag-propagation/cache/cache-entry";
import type { CacheWrite, UpdaterPorts } from "../../../../functions/flag-propagation/cache-updater/ports";
import { serviceOfQueue } from "../../../../functions/flag-propagation/cache-updater/service-of-queue";
import { type QueueRecord, updateBatch } from "../../../../functions/flag-propagation/cache-updater/update-batch";
import { someChange, someDeletion } from "../support/some-change";

const NOW = 1_700_000_001_000;
const queueOf = (service: string) => `arn:aws:sqs:eu-west-1:111122223333:flag-propagation-${service}-test`;

let messages = 0;
function record(body: unknown, service = "service-0001"): QueueRecord {
  messages += 1;
  return {
    messageId: `message-${messages}`,
    body: typeof body === "string" ? body : JSON.stringify(body),
    attributes: { SentTimestamp: "1700000000900" },
    eventSourceARN: queueOf(service),
  };
}

function updater() {
  const writes: (readonly [string, readonly CacheWrite[]])[] = [];
  const kept = new Map<string, number>();
  const letters: { reason: string; service: string; body: string }[] = [];
  const counted: Record<string, number> = {};
  const lines: Record<string, unknown>[] = [];
  const ports = {
    cache: {
      write: async (service: string, batch: readonly CacheWrite[]) => {
        writes.push([service, batch]);
        return batch.map(({ flagId, version }) => {
          const isNewer = version > (kept.get(`${service} ${flagId}`) ?? 0);
          if (isNewer) kept.set(`${service} ${flagId}`, version);
          return isNewer;
        });
      },
    },
    deadLetters: { keep: async (letter: (typeof letters)[number]) => void letters.push(letter) },
    serviceOf: serviceOfQueue("flag-propagation-*-test"),
    environment: "test",
    count: (metric: string, value: number) => {
      counted[metric] = (counted[metric] ?? 0) + value;
    },
    log: (level: string, message: string, details: object) => void lines.push({ level, message, ...details }),
    now: () => NOW,
  } satisfies UpdaterPorts;
  const failed = async (records: readonly QueueRecord[]) =>
    (await updateBatch(records, ports)).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  return { ports, failed, writes, kept, letters, counted, lines };
}

describe("a batch of a service's queue", () => {
  it("FLAG-05 is written in one round trip: the newest version of each flag, deletions too", async () => {
    const { failed, writes, counted } = updater();
    const batch = [
      record(someChange("flag-a", 2)),
      record(someDeletion("flag-b", 7)),
      record(someChange("flag-a", 3)),
      record(someChange("flag-a", 3)),
      record(someChange("flag-b", 6)),
    ];
    expect(await failed(batch)).toEqual([]);
    expect(writes.map(([service, { length }]) => [service, length])).toEqual([["service-0001", 2]]);
    const entries = writes.flatMap(([, each]) => each).map(({ value }) => decodeEntry(value));
    const hops = { queued_at: 1_700_000_000_900, cached_at: NOW };
    expect(entries).toEqual([
      { ...someChange("flag-a", 3), ...hops },
      { ...someDeletion("flag-b", 7), ...hops },
    ]);
    expect(counted).toEqual({ FlagsCached: 2, FlagsOutdated: 3 });
  });

  it("FLAG-05 that is late, repeated or reordered is acknowledged and changes nothing", async () => {
    const { failed, kept, counted } = updater();
    await failed([record(someChange("flag-a", 5))]);
    expect(await failed([record(someChange("flag-a", 4)), record(someChange("flag-a", 5))])).toEqual([]);
    expect(kept).toEqual(new Map([["service-0001 flag-a", 5]]));
    expect(counted).toEqual({ FlagsCached: 1, FlagsOutdated: 2 });
  });

  it("FLAG-05 that mends a cache may take the place of the same version, and leaves an entry like any other", async () => {
    const { failed, writes, lines } = updater();
    const mending = { ...someChange("flag-a", 5), resync: true };
    // The first message about a version counts, but for one that mends.
    await failed([record(someChange("flag-a", 5)), record(mending), record(someChange("flag-a", 5))]);
    await failed([record(mending), record(someChange("flag-a", 6))]);
    const [[first], [second]] = writes.map(([, batch]) => batch) as [readonly CacheWrite[], readonly CacheWrite[]];
    expect(first).toMatchObject({ flagId: "flag-a", version: 5, resync: true });
    expect(decodeEntry(String(first?.value))).toEqual({
      ...someChange("flag-a", 5),
      queued_at: 1_700_000_000_900,
      cached_at: NOW,
    });
    expect(second).toMatchObject({ flagId: "flag-a", version: 6 });
    expect(second).not.toHaveProperty("resync");
    expect(lines.map(({ version, resync }) => [version, resync])).toEqual([
      [5, true],
      [6, undefined],
    ]);
  });

  it("tells of each flag that is cached, with its age", async () => {
    const { failed, lines } = updater();
    await failed([record(someChange("flag-a", 5))]);
    expect(lines).toEqual([
      {
        level: "info",
        message: "flag cached",
        service_id: "service-0001",
        flag_id: "flag-a",
        version: 5,
        age_ms: 1_000,
      },
    ]);
  });

  it("FLAG-05 is delivered again as a whole when Redis does not take it", async () => {
    const { ports, failed, letters, counted, lines } = updater();
    ports.cache.write = () => Promise.reject(Object.assign(new Error("Redis is away."), { name: "RedisUnreachable" }));
    const batch = [record(someChange("flag-a", 1)), record(someChange("flag-a", 2)), record(someChange("flag-b", 1))];
    expect(await failed(batch)).toEqual(batch.map(({ messageId }) => messageId));
    expect({ letters, counted }).toEqual({ letters: [], counted: {} });
    expect(lines).toEqual([
      expect.objectContaining({ level: "error", reason: "RedisUnreachable", error: "Redis is away.", changes: 3 }),
    ]);
  });

  it("goes to the cache of each service where it is of several, and one's trouble is not the other's", async () => {
    const { ports, failed, kept } = updater();
    const { write } = ports.cache;
    ports.cache.write = (service, batch) =>
      service === "service-0002" ? Promise.reject(new Error("away")) : write(service, batch);
    const away = record(someChange("flag-a", 2), "service-0002");
    expect(await failed([record(someChange("flag-a", 1)), away])).toEqual([away.messageId]);
    expect([...kept]).toEqual([["service-0001 flag-a", 1]]);
  });

  it("of a queue that is no service's is delivered again and told with the remedy", async () => {
    const { failed, lines, letters } = updater();
    const stray = { ...record(someChange("flag-a", 1)), eventSourceARN: "arn:aws:sqs:eu-west-1:111122223333:other" };
    expect(await failed([stray])).toEqual([stray.messageId]);
    expect(lines).toEqual([expect.objectContaining({ error: expect.stringContaining("Map this function to such") })]);
    expect(letters).toEqual([]);
  });

  it("that is empty does nothing", async () => {
    const { failed, writes } = updater();
    expect(await failed([])).toEqual([]);
    expect(writes).toEqual([]);
  });
});

describe("a message that can never be processed", () => {
  const change = someChange("flag-a", 1);
  it.each([
    ["is no JSON", "{", "not-json"],
    ["is no object", "null", "not-a-change"],
    ["is empty", "", "not-json"],
    ["has no version", { ...change, version: undefined }, "not-a-change: at 'version'"],
    ["has a version that is no count", { ...change, version: 1.5 }, "not-a-change: at 'version'"],
    ["has a version beyond all numbers", { ...change, version: 2 ** 60 }, "not-a-change: at 'version'"],
    ["is of another environment", { ...change, environment: "prod" }, "wrong-environment: of 'prod', this is 'test'"],
    ["has an unknown field", { ...change, colour: "red" }, "not-a-change: at ''"],
    ["has the name of the count of changes", { ...change, flag_id: "#revision" }, "not-a-change: at 'flag_id'"],
    ["mends, but does not say so", { ...change, resync: false }, "not-a-change: at 'resync'"],
    ["is both live and deleted", { ...change, deleted: true }, "not-a-change: at ''"],
    ["sets a prototype", JSON.stringify(change).replace("{", '{"__proto__":{"x":1},'), "not-a-change"],
  ])("FLAG-05 because it %s is kept with its reason, counted and acknowledged", async (_, body, reason) => {
    const { failed, letters, counted, writes, lines } = updater();
    const poison = record(body);
    expect(await failed([poison])).toEqual([]);
    expect(letters).toEqual([{ reason: expect.stringContaining(reason), service: "service-0001", body: poison.body }]);
    expect(counted).toEqual({ MessagesRejected: 1 });
    expect(lines).toEqual([expect.objectContaining({ level: "warn", message: "message rejected" })]);
    expect(writes).toEqual([]);
  });

  it("FLAG-05 keeps no other from the cache", async () => {
    const { failed, kept } = updater();
    expect(await failed([record("{"), record(someChange("flag-a", 1))])).toEqual([]);
    expect(kept.size).toBe(1);
  });

  it("FLAG-05 is not acknowledged before it is kept", async () => {
    const { ports, failed, counted, kept } = updater();
    ports.deadLetters.keep = () => Promise.reject(new Error("queue away"));
    const poison = record("{");
    expect(await failed([poison, record(someChange("flag-a", 1))])).toEqual([poison.messageId]);
    expect(counted).toEqual({ FlagsCached: 1 });
    expect(kept.size).toBe(1);
  });

  it("FLAG-05 never makes the batch throw, whatever is in it", async () => {
    const anything = fc.oneof(
      fc.string(),
      fc.json(),
      fc.record({ version: fc.jsonValue() }).map((v) => JSON.stringify({ ...change, ...v })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(anything, { maxLength: 5 }), async (bodies) => {
        const { failed } = updater();
        expect(await failed(bodies.map((body) => record(body)))).toEqual([]);
      }),
    );
  });
});

describe("the service of a queue", () => {
  it("is read from its name", () => {
    expect(serviceOfQueue("flag-propagation-*-dev")("arn:aws:sqs:eu-west-1:1:flag-propagation-service-0156-dev")).toBe(
      "service-0156",
    );
  });

  it.each(["flag-propagation-service-0001-prod", "flag-propagation--dev", "flag-propagation-dev", "x", ""])(
    "is not guessed from a name that is not like the pattern: '%s'",
    (name) => {
      expect(() => serviceOfQueue("flag-propagation-*-dev")(`arn:aws:sqs:eu-west-1:1:${name}`)).toThrow(
        "is the queue of no service",
      );
    },
  );

  it.each(["flag-propagation", "*-*"])("needs a pattern with one place for the service: '%s'", (pattern) => {
    expect(() => serviceOfQueue(pattern)).toThrow(`SERVICE_QUEUES is '${pattern}'.`);
  });
});
