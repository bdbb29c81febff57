import { describe, expect, it } from "@jest/globals";
import type { AuditEntry } from "../../../../functions/flag-propagation/audit/entry";
import type { Verdict } from "../../../../functions/flag-propagation/flag/verdict";
import { flag, nextVersion } from "../../../../functions/flag-propagation/rules/example";
import type {
  AuditQueue,
  FlagEvent,
  FlagEventBus,
} from "../../../../functions/flag-propagation/stream-processor/ports";
import { processBatch } from "../../../../functions/flag-propagation/stream-processor/process-batch";
import type { StreamRecord } from "../../../../functions/flag-propagation/validator/stream-record";
import { flagStreamRecord } from "../support/flag-stream-record";
import { verdict, verdictRecord } from "../support/verdict-record";

function processor({ bus, audit }: { readonly bus?: FlagEventBus; readonly audit?: AuditQueue } = {}) {
  const told: FlagEvent[] = [];
  const kept: AuditEntry[] = [];
  const counted: Record<string, number> = {};
  const lines: { readonly level: string; readonly details: Readonly<Record<string, unknown>> }[] = [];
  const put = async (events: readonly FlagEvent[]) => {
    told.push(...events);
    return events.map(() => undefined);
  };
  const send = async (bodies: readonly string[]) => {
    kept.push(...bodies.flatMap((body) => JSON.parse(body).entries));
    return bodies.map(() => undefined);
  };
  const process = async (...records: readonly StreamRecord[]) =>
    (
      await processBatch(records, {
        bus: bus ?? { put },
        audit: audit ?? { send },
        environment: "staging",
        count: (metric, value) => {
          counted[metric] = (counted[metric] ?? 0) + value;
        },
        log: (level, _message, details) => lines.push({ level, details }),
      })
    ).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  return { process, told, kept, counted, lines };
}

const published = verdict({ version: 3 });
const { published_at, ...decided } = published;
const rejected: Verdict = { ...decided, valid: false, broken: ["TYPE-07", "CHANGE-02"] };

describe("a verdict in the table's stream", () => {
  it("FLAG-06 tells the bus that a version was published", async () => {
    const { process, told, counted } = processor();
    expect(await process(verdictRecord("100", published))).toEqual([]);
    expect(told).toEqual([
      {
        detailType: "Flag Published",
        detail: {
          flag_id: "new-menu",
          version: 3,
          environment: "staging",
          validated_at: published.validated_at,
          published_at,
          share: 100,
        },
      },
    ]);
    expect(counted.FlagEventsSent).toBe(1);
  });

  it("FLAG-06 tells the bus that a version was rejected, and by which rules", async () => {
    const { process, told } = processor();
    await process(verdictRecord("100", rejected));
    expect(told).toEqual([
      {
        detailType: "Flag Rejected",
        detail: {
          flag_id: "new-menu",
          version: 3,
          environment: "staging",
          validated_at: published.validated_at,
          broken: ["TYPE-07", "CHANGE-02"],
        },
      },
    ]);
  });

  it("FLAG-06 is told once it is carried out, not when it is decided", async () => {
    const { process, told } = processor();
    await process(verdictRecord("100", decided));
    expect(told).toEqual([]);
    await process(verdictRecord("101", published, decided));
    expect(told).toHaveLength(1);
  });

  it("FLAG-06 is not told again when the checker confirms it", async () => {
    const { process, told } = processor();
    await process(verdictRecord("100", { ...published, confirmed_at: 3_000 }, published));
    await process(verdictRecord("101", { ...rejected, confirmed_at: 3_000 }, rejected));
    expect(told).toEqual([]);
  });

  it("FLAG-06 is told where another one stood in its place before", async () => {
    const { process, told } = processor();
    await process(verdictRecord("100", published, rejected));
    await process(verdictRecord("101", published, { ...published, published_at: 1 }));
    await process(verdictRecord("102", rejected, decided));
    expect(told).toHaveLength(3);
  });

  it("FLAG-06 says nothing when it is removed, nor does another record of the table", async () => {
    const { process, told, counted } = processor();
    await process(
      { ...verdictRecord("100", published), eventName: "REMOVE" },
      verdictRecord("101", { ...published, record: "current" }),
    );
    expect(told).toEqual([]);
    expect(counted.VerdictsUnreadable).toBeUndefined();
  });

  it("FLAG-06 says to which share of the services it was published", async () => {
    const { process, told } = processor();
    await process(verdictRecord("100", { ...published, share: 5 }));
    expect(told[0]?.detail.share).toBe(5);
  });

  it("FLAG-06 is not told again when its share grows: its release goes on in the execution that has begun", async () => {
    const { process, told } = processor();
    const [some, more] = [
      { ...published, share: 5 },
      { ...published, share: 25, published_at: published.validated_at + 600_000 },
    ];
    await process(verdictRecord("100", more, some));
    await process(verdictRecord("101", { ...published, share: 100 }, more));
    await process(verdictRecord("102", published, some));
    expect(told).toEqual([]);
  });

  it.each([
    ["flag_id", { flag_id: 7 }],
    ["version", { version: "3" }],
    ["version", { version: -1 }],
    ["valid", { valid: "true" }],
    ["validated_at", { validated_at: null }],
    ["published_at", { published_at: "2026-06-01" }],
    ["broken", { broken: "TYPE-07" }],
    ["share", { share: "5" }],
    ["share", { share: 0 }],
    ["share", { share: 101 }],
    ["record", { record: 5 }],
  ])("FLAG-06 is skipped with a warning where %s cannot be read: %j", async (name, changes) => {
    const { process, told, counted, lines } = processor();
    const odd = { ...published, ...changes } as unknown as Verdict;
    expect(await process(verdictRecord("100", odd), verdictRecord("101", published))).toEqual([]);
    expect(told).toHaveLength(1);
    expect(counted).toMatchObject({ VerdictsUnreadable: 1, FlagEventsSent: 1 });
    expect(lines[0]?.level).toBe("warn");
    expect(lines[0]?.details.fault).toContain(name);
  });

  it("FLAG-06 is skipped with a warning where the stream gives no image", async () => {
    const { process, counted } = processor();
    const { NewImage, ...dynamodb } = verdictRecord("100", published).dynamodb;
    expect(await process({ ...verdictRecord("100", published), dynamodb })).toEqual([]);
    expect(counted).toEqual({ VerdictsUnreadable: 1 });
  });

  it("FLAG-06 leaves what the stream does not show of a flag to the audit trail", async () => {
    const { process, told, kept, counted } = processor();
    const { NewImage, ...dynamodb } = flagStreamRecord("100", flag()).dynamodb;
    expect(await process({ ...flagStreamRecord("100", flag()), dynamodb })).toEqual([]);
    expect(told).toEqual([]);
    expect(kept).toHaveLength(1);
    expect(counted).toEqual({ AuditEntriesSent: 1 });
  });

  it("FLAG-06 says version 0 of a write whose version nobody can read", async () => {
    const { process, told } = processor();
    await process(verdictRecord("100", { ...rejected, version: 0 }));
    expect(told[0]?.detail.version).toBe(0);
  });
});

describe("a bus that fails", () => {
  const records = [1, 2, 3].map((version) => verdictRecord(`10${version}`, { ...published, version }));

  it("FLAG-06 gets again what it refused, and Lambda all after it", async () => {
    const put = async () => [undefined, new Error("throttled"), undefined];
    const { process, counted, lines } = processor({ bus: { put } });
    expect(await process(verdictRecord("100", decided), ...records)).toEqual(["102"]);
    expect(counted.FlagEventsSent).toBe(2);
    expect(lines.at(-1)).toMatchObject({ level: "error", details: { version: 2, sequence_number: "102" } });
  });

  it.each([
    ["throws", { put: () => Promise.reject(new Error("no network")) }],
    ["does not tell about all", { put: async () => [undefined] }],
  ])("FLAG-06 gets everything again where it %s", async (_, bus) => {
    const { process, counted } = processor({ bus });
    expect(await process(...records)).toEqual(["101", "102", "103"]);
    expect(counted.FlagEventsSent).toBeUndefined();
  });

  it("FLAG-06 is not asked where there is nothing to tell", async () => {
    const { process } = processor({ bus: { put: () => Promise.reject(new Error("asked")) } });
    expect(await process(verdictRecord("100", decided))).toEqual([]);
    expect(await process()).toEqual([]);
  });

  it("FLAG-08 keeps nothing from the audit trail", async () => {
    const { process, kept, counted } = processor({ bus: { put: () => Promise.reject(new Error("no network")) } });
    expect(await process(...records)).toEqual(["101", "102", "103"]);
    expect(kept.map(({ action, version }) => `${action} ${version}`)).toEqual([
      ...["verdict 1", "publication 1", "verdict 2", "publication 2", "verdict 3", "publication 3"],
    ]);
    expect(counted).toEqual({ AuditEntriesSent: 6 });
  });
});

describe("the audit trail", () => {
  it("FLAG-08 gets what records of both kinds tell, in their order, and the bus only the verdicts", async () => {
    const { process, kept, told, counted, lines } = processor();
    const records = [
      flagStreamRecord("100", flag()),
      verdictRecord("101", rejected),
      flagStreamRecord("102", nextVersion(), flag()),
    ];
    expect(await process(...records)).toEqual([]);
    expect(kept.map(({ action, environment }) => `${action} in ${environment}`)).toEqual([
      ...["write in staging", "verdict in staging", "write in staging"],
    ]);
    expect(told).toHaveLength(1);
    expect(counted).toEqual({ FlagEventsSent: 1, AuditEntriesSent: 3 });
    expect(lines.filter(({ level }) => level !== "debug")).toEqual([]);
  });

  it.each([
    [0, ["100", "101"], ["100", "101"]],
    [1, ["102"], ["100", "102"]],
  ])("FLAG-08 gets again what was in message %d, and each record is reported once", async (failing, numbers, again) => {
    // The two do not go into one message.
    const large = (version: number) => flag({ version, description: "ü".repeat(80_000) });
    const send = async (bodies: readonly string[]) =>
      bodies.map((_, index) => (index === failing ? new Error("busy") : undefined));
    const put = async () => [new Error("throttled")];
    const { process, counted, lines } = processor({ audit: { send }, bus: { put } });
    const records = [
      verdictRecord("100", rejected),
      flagStreamRecord("101", large(1)),
      flagStreamRecord("102", large(2)),
    ];
    expect(await process(...records)).toEqual(again);
    expect(counted).toEqual({ AuditEntriesSent: 3 - numbers.length });
    expect(lines.at(-1)).toMatchObject({
      level: "error",
      details: { entries: numbers.length, sequence_numbers: numbers },
    });
  });

  it.each([
    ["throws", { send: () => Promise.reject(new Error("no network")) }],
    ["does not tell about all", { send: async () => [] }],
  ])("FLAG-08 gets everything again where its queue %s", async (_, audit) => {
    const { process, counted } = processor({ audit });
    expect(await process(flagStreamRecord("100", flag()), verdictRecord("101", published))).toEqual(["100", "101"]);
    expect(counted).toEqual({ FlagEventsSent: 1 });
  });

  it("FLAG-08 is not asked where there is nothing to tell", async () => {
    const { process } = processor({ audit: { send: () => Promise.reject(new Error("asked")) } });
    expect(await process(verdictRecord("100", { ...published, advisories: ["TEAM-01"] }, published))).toEqual([]);
    expect(await process()).toEqual([]);
  });

  it("FLAG-08 is told while the bus is told, not after it", async () => {
    let toldAudit = () => {};
    const audit = new Promise<void>((resolve) => {
      toldAudit = resolve;
    });
    const { process } = processor({
      bus: { put: (events) => audit.then(() => events.map(() => undefined)) },
      audit: {
        send: async (bodies) => {
          toldAudit();
          return bodies.map(() => undefined);
        },
      },
    });
    expect(await process(verdictRecord("100", published))).toEqual([]);
  });
});
