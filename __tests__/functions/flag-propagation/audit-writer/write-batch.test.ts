import { describe, expect, it } from "@jest/globals";
import type { AuditEntry } from "../../../../functions/flag-propagation/audit/entry";
import type { Addition, WriterPorts } from "../../../../functions/flag-propagation/audit-writer/ports";
import { writeBatch } from "../../../../functions/flag-propagation/audit-writer/write-batch";
import { auditMessage, someAuditEntry } from "../support/audit-entries";

const NOW = Date.parse("2026-11-21T17:11:30.000Z");

/** A writer over a trail in memory; `fates` says of entries, by their flag, that they are not added. */
function writer(fates: Readonly<Record<string, Addition>> = {}) {
  const trail = new Map<string, AuditEntry>();
  const asked: number[] = [];
  const letters: { reason: string; queue: string; body: string }[] = [];
  const told: Record<string, number> = {};
  const ports = {
    trail: {
      add: async (entries: readonly AuditEntry[]) => {
        asked.push(entries.length);
        return entries.map((entry): Addition => {
          const fate = fates[entry.flag_id];
          if (fate !== undefined) return fate;
          if (trail.has(entry.entry_id)) return "repeated";
          trail.set(entry.entry_id, entry);
          return "written";
        });
      },
    },
    deadLetters: { keep: async (letter: (typeof letters)[number]) => void letters.push(letter) },
    count: (metric: string, value: number) => {
      told[metric] = (told[metric] ?? 0) + value;
    },
    measure: (metric: string, value: number) => {
      told[metric] = value;
    },
    log: () => undefined,
    now: () => NOW,
  } satisfies WriterPorts;
  const failed = async (...bodies: readonly string[]) => {
    const records = bodies.map((body, index) => ({ messageId: String(index), body }));
    return (await writeBatch(records, ports)).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  };
  return { ports, failed, trail, asked, letters, told };
}

const [one, two] = [someAuditEntry(1), someAuditEntry(2)];
const stuck = someAuditEntry(3, { flag_id: "stuck" });
const odd = someAuditEntry(4, { flag_id: "odd" });
const fates = { stuck: { again: "429 busy" }, odd: { refused: "400 mapper_parsing_exception: no" } };

describe("a batch of the audit queue", () => {
  it("FLAG-08 is added in one call, and a repeat adds nothing", async () => {
    const { failed, trail, asked, told } = writer();
    expect(await failed(auditMessage(one, two), auditMessage(stuck))).toEqual([]);
    expect(asked).toEqual([3]);
    expect(await failed(auditMessage(one, two))).toEqual([]);
    expect([...trail.values()]).toEqual([one, two, stuck]);
    expect(told).toMatchObject({ AuditEntriesWritten: 3, AuditEntriesRepeated: 2, AuditEntryAge: 877 });
  });

  it("FLAG-08 comes again where an entry could not be added, and only the messages that hold such", async () => {
    const { failed, letters } = writer(fates);
    expect(await failed(auditMessage(one), auditMessage(two, stuck), auditMessage())).toEqual(["1"]);
    expect(letters).toEqual([]);
  });

  it("FLAG-08 keeps what OpenSearch will never take as a dead letter, as it came and with the reason", async () => {
    const { failed, letters, told } = writer(fates);
    const message = auditMessage(one, odd);
    expect(await failed(auditMessage(two), message)).toEqual([]);
    expect(letters).toEqual([
      {
        reason: `refused: entry ${odd.entry_id}: 400 mapper_parsing_exception: no`,
        queue: "audit",
        body: message,
      },
    ]);
    expect(told).toMatchObject({ AuditEntriesWritten: 2, MessagesRejected: 1 });
  });

  it("FLAG-08 gives no message up that has to come again for another of its entries", async () => {
    const { failed, letters } = writer(fates);
    expect(await failed(auditMessage(odd, stuck))).toEqual(["0"]);
    expect(letters).toEqual([]);
  });

  it("FLAG-08 keeps what is no audit message as a dead letter, and adds the rest", async () => {
    const { failed, trail, letters } = writer();
    expect(await failed("poison", auditMessage(one), '{"entries":[{}]}')).toEqual([]);
    expect([...trail.values()]).toEqual([one]);
    expect(letters.map(({ body }) => body)).toEqual(["poison", '{"entries":[{}]}']);
    expect(letters[0]?.reason).toMatch(/^not-json: /);
  });

  it("FLAG-08 comes again where a dead letter could not be kept", async () => {
    const { failed, ports } = writer(fates);
    ports.deadLetters.keep = async () => {
      throw new Error("throttled");
    };
    expect(await failed("poison", auditMessage(one), auditMessage(odd))).toEqual(["0", "2"]);
  });
});
