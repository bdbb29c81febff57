import { describe, expect, it } from "@jest/globals";
import { auditEntries } from "../../../../functions/flag-propagation/audit/audit-entries";
import { packMessages } from "../../../../functions/flag-propagation/audit/pack-messages";
import { readAuditMessage } from "../../../../functions/flag-propagation/audit/read-audit-message";
import { EXAMPLE_NOW, flag, nextVersion } from "../../../../functions/flag-propagation/rules/example";
import type { StreamRecord } from "../../../../functions/flag-propagation/validator/stream-record";
import { type Attribute, flagStreamRecord, image, rawStreamRecord } from "../support/flag-stream-record";
import { onlyEntry, toldAt } from "./audit-record";

const deletion = (changes: Readonly<Record<string, unknown>> = {}) => {
  const { flag_id, version, environment, created_at, written_at } = nextVersion();
  return {
    flag_id,
    version,
    environment,
    created_at,
    written_at,
    reason: "Gone",
    user: "ada",
    deleted: true,
    ...changes,
  };
};

const KEYS = { flag_id: { S: "checkout-new-payment-form" }, record: { S: "current" } };
const raw = (newImage: Readonly<Record<string, Attribute>>) =>
  rawStreamRecord("100", { keys: KEYS, newImage: { ...KEYS, ...newImage } });

/** The record without an image and the like. */
function without(record: StreamRecord, ...names: readonly (keyof StreamRecord["dynamodb"])[]): StreamRecord {
  const entries = Object.entries(record.dynamodb).filter(([name]) => !names.some((it) => it === name));
  return { ...record, dynamodb: Object.fromEntries(entries) } as StreamRecord;
}

describe("a write of a flag", () => {
  it("FLAG-08 is in the trail with time, user, environment, reason, version and what it changed", () => {
    const record = flagStreamRecord("100", nextVersion({ state: "DISABLED" }), flag());
    expect(onlyEntry(record)).toEqual({
      entry_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      "@timestamp": "2026-06-01T12:00:00.000Z",
      action: "write",
      flag_id: "checkout-new-payment-form",
      version: 2,
      environment: "staging",
      user: "ada@example.com",
      reason: "Widen the trial after a week without complaints.",
      outcome: "changed",
      principal: "arn:aws:sts::123456789012:assumed-role/developers/ada",
      correlation_id: "3f0c9a52-6f1d-4d7e-9a55-0d9a2f1b7c11",
      diff: [
        { path: "/approval/at", before: '"2026-06-01T10:30:00Z"', after: '"2026-06-01T11:30:00Z"' },
        { path: "/state", before: '"ENABLED"', after: '"DISABLED"' },
      ],
    });
  });

  it("FLAG-08 that creates a flag tells all that it says, and nothing that is bookkeeping", () => {
    const { outcome, diff = [] } = onlyEntry(flagStreamRecord("100", flag()));
    expect(outcome).toBe("created");
    expect(diff.map(({ path }) => path)).toEqual([
      ..."/approval /defaultVariant /dependencies /description /kind /metadata /owner /promotion".split(" "),
      ..."/schedule /state /tags /targeting /ticket /variants".split(" "),
    ]);
    expect(diff).toContainEqual({ path: "/variants", after: '{"off":false,"on":true}' });
  });

  it("FLAG-08 that deletes a flag tells what is gone, and one that brings it back creates it", () => {
    const deleted = onlyEntry(flagStreamRecord("100", deletion(), flag()));
    expect(deleted).toMatchObject({ action: "write", outcome: "deleted", user: "ada", reason: "Gone" });
    expect(deleted.diff).toContainEqual({ path: "/deleted", after: "true" });
    expect(deleted.diff).toContainEqual({ path: "/state", before: '"ENABLED"' });
    const back = onlyEntry(flagStreamRecord("101", flag({ version: 3 }), deletion()));
    expect(back.outcome).toBe("created");
  });

  it("FLAG-08 that skips the waves of a release says so", () => {
    const { details, diff } = onlyEntry(flagStreamRecord("100", flag({ version: 2, release: "immediate" }), flag()));
    expect({ details, diff }).toEqual({ details: { release: "immediate" }, diff: [] });
  });

  it("FLAG-08 that is a rollback is one in the trail, from which version to which", () => {
    const version = nextVersion({ user: "flag-rollback", rollback: { from: 1, to: 1 } });
    expect(onlyEntry(flagStreamRecord("100", version, flag()))).toMatchObject({
      action: "rollback",
      user: "flag-rollback",
      outcome: "changed",
      details: { from: 1, to: 1 },
    });
  });

  it("FLAG-08 has an id that a repeat has too, and that no other change has", () => {
    const record = flagStreamRecord("100", flag());
    const { entry_id } = onlyEntry(record);
    expect(onlyEntry(structuredClone(record)).entry_id).toBe(entry_id);
    // A writer beside the API may say the very same twice.
    expect(onlyEntry(flagStreamRecord("101", flag())).entry_id).not.toBe(entry_id);
    expect(onlyEntry(flagStreamRecord("100", flag({ flag_id: "new-menu" }))).entry_id).not.toBe(entry_id);
  });

  it("FLAG-08 happened when its writer says, unless that cannot be", () => {
    const at = (written_at: unknown, told?: number) => {
      const record = flagStreamRecord("100", flag({ written_at }));
      return onlyEntry(told === undefined ? record : toldAt(record, told))["@timestamp"];
    };
    expect(at(EXAMPLE_NOW + 123, EXAMPLE_NOW + 2_000)).toBe("2026-06-01T12:00:00.123Z");
    expect(at(EXAMPLE_NOW + 123)).toBe("2026-06-01T12:00:00.123Z");
    for (const odd of ["today", Number.MAX_SAFE_INTEGER, EXAMPLE_NOW / 1000, EXAMPLE_NOW - 3_700_000, undefined]) {
      expect(at(odd, EXAMPLE_NOW + 2_345)).toBe("2026-06-01T12:00:02.000Z");
      if (odd !== EXAMPLE_NOW - 3_700_000) expect(at(odd)).toBe("1970-01-01T00:00:00.000Z");
    }
  });
});

describe("a flag that is removed from the table", () => {
  const removed = {
    ...without(flagStreamRecord("100", flag(), flag({ version: 7 })), "NewImage"),
    eventName: "REMOVE" as const,
  };

  it("FLAG-08 is in the trail: what it was, and that nobody knows who did it", () => {
    expect(onlyEntry(toldAt(removed, EXAMPLE_NOW))).toMatchObject({
      "@timestamp": "2026-06-01T12:00:00.000Z",
      action: "write",
      version: 7,
      environment: "staging",
      user: "unknown",
      reason: "The record was removed from the table beside the API.",
      outcome: "removed",
    });
    expect(onlyEntry(removed).diff).toContainEqual({ path: "/kind", before: '"release"' });
  });

  it.each([
    ["dynamodb.amazonaws.com", "by DynamoDB itself: its time to live had ended."],
    ["backup.amazonaws.com", "by the service backup.amazonaws.com."],
  ])("FLAG-08 by the service %s is so in the trail", (principalId, ending) => {
    const { user, reason } = onlyEntry({ ...removed, userIdentity: { type: "Service", principalId } });
    expect(user).toBe("unknown");
    expect(reason).toBe(`The record was removed from the table beside the API, ${ending}`);
  });
});

describe("a write beside the API", () => {
  it("FLAG-08 that says nothing of itself is in the trail all the same", () => {
    expect(onlyEntry(toldAt(raw({}), EXAMPLE_NOW))).toEqual({
      entry_id: expect.any(String),
      "@timestamp": "2026-06-01T12:00:00.000Z",
      action: "write",
      flag_id: "checkout-new-payment-form",
      version: 0,
      environment: "staging",
      user: "unknown",
      reason: "No reason was given.",
      outcome: "created",
      diff: [],
    });
  });

  it.each<[string, Readonly<Record<string, Attribute>>]>([
    ["other types", { version: { S: "2" }, user: { N: "7" }, reason: { NULL: true }, principal: { BOOL: true } }],
    ["white space", { version: { N: "-1" }, user: { S: " \n" }, reason: { S: "" }, correlation_id: { S: " " } }],
    ["sets", { version: { NS: ["1"] }, user: { SS: ["ada"] }, reason: { BS: ["YQ=="] } }],
    ["what is no attribute", { version: null as never, user: "ada" as never, reason: { S: { S: "x" } } }],
  ])("FLAG-08 that has %s in place of version, user and reason is in the trail all the same", (_, attributes) => {
    const entry = onlyEntry(raw(attributes));
    expect(entry).toMatchObject({ version: 0, user: "unknown", reason: "No reason was given." });
    expect(entry).not.toHaveProperty("principal");
    expect(entry).not.toHaveProperty("correlation_id");
  });

  it("FLAG-08 shows what JSON does not have as DynamoDB does, and tells it from what was there before", () => {
    const before = {
      tags: { SS: ["a"] },
      size: { N: "12345678901234567890" },
      bytes: { B: "YQ==" },
      half: { N: "0.5" },
    };
    const after = {
      tags: { SS: ["a", "b"] },
      size: { N: "12345678901234567891" },
      bytes: { B: "YQ==" },
      half: { N: "0.25" },
    };
    const record = rawStreamRecord("100", { eventName: "MODIFY", keys: KEYS, newImage: after, oldImage: before });
    expect(onlyEntry(record).diff).toEqual([
      { path: "/half", before: "0.5", after: "0.25" },
      { path: "/size/N", before: '"12345678901234567890"', after: '"12345678901234567891"' },
      { path: "/tags/SS", before: '["a"]', after: '["a","b"]' },
    ]);
  });

  it("FLAG-08 keeps members whose names JavaScript gives a meaning to, and gives no object a prototype", () => {
    const variants = JSON.parse('{"M": {"__proto__": {"S": "on"}, "constructor": {"BOOL": true}}}');
    const { diff, user } = onlyEntry(raw({ ...JSON.parse('{"__proto__": {"M": {"user": {"S": "eve"}}}}'), variants }));
    expect(user).toBe("unknown");
    expect(diff).toEqual([
      { path: "/__proto__", after: '{"user":"eve"}' },
      { path: "/variants", after: '{"__proto__":"on","constructor":true}' },
    ]);
  });

  it("FLAG-08 with texts that are far too long has them cut, and no character in two", () => {
    const long = "🙂".repeat(100_000);
    const record = raw({ user: { S: long }, reason: { S: `x${long}` }, principal: { S: long }, [long]: { N: "1" } });
    const { user, reason, diff = [], diff_truncated } = onlyEntry(record);
    expect(diff_truncated).toBe(true);
    for (const [text, most] of [
      [user, 254],
      [reason, 500],
      [diff[0]?.path ?? "", 1_000],
    ] as const) {
      expect(text.length).toBeLessThanOrEqual(most);
      expect(text).toMatch(/^[/x]?🙂+…$/u);
    }
  });

  it("FLAG-08 that nests deeper than DynamoDB does, is shown down to there", () => {
    let nested: Attribute = { S: "bottom" };
    for (let depth = 0; depth < 5_000; depth++) nested = depth % 2 === 0 ? { L: [nested] } : { M: { in: nested } };
    expect(onlyEntry(raw({ targeting: nested })).diff?.[0]?.after).toContain("(deeper than 40 levels)");
  });

  it.each<[string, StreamRecord]>([
    ["400 KB in one text", raw({ description: { S: "ü".repeat(200_000) } })],
    ["400 KB in controls", raw({ description: { S: "\u0001\ufffe".repeat(100_000) } })],
    [
      "130,000 members",
      raw({ variants: { M: Object.fromEntries(Array.from({ length: 130_000 }, (_, i) => [i, { NULL: true }])) } }),
    ],
    [
      "60,000 members at the top",
      raw(Object.fromEntries(Array.from({ length: 60_000 }, (_, i) => [`m${i}`, { NULL: true }]))),
    ],
    ["a long name", raw({ variants: { M: { ["/".repeat(200_000)]: { NULL: true } } } })],
    ["a rollback that is none", raw({ rollback: { L: [{ S: "x".repeat(400_000) }] } })],
    ["a huge rollback", raw({ rollback: { M: { from: { S: "x".repeat(400_000) } } } })],
  ])("FLAG-08 with %s is one entry that the queue takes and the writer reads", (_, record) => {
    const [message, ...more] = packMessages(auditEntries(record, "staging"));
    expect(more).toEqual([]);
    expect(Buffer.byteLength(message?.body ?? "")).toBeLessThanOrEqual(200_000);
    expect(readAuditMessage(message?.body ?? "")).toMatchObject({
      kind: "entries",
      entries: [{ flag_id: "checkout-new-payment-form", reason: "No reason was given." }],
    });
  });

  it("FLAG-08 that the stream tells without an image is in the trail all the same", () => {
    const entry = onlyEntry(without(flagStreamRecord("100", nextVersion(), flag()), "NewImage"));
    expect(entry).toMatchObject({ user: "unknown", outcome: "changed", version: 0 });
    expect(entry.reason).toBe("The table's stream does not say what was written.");
    expect(entry).not.toHaveProperty("diff");
  });

  it("FLAG-08 that the stream tells without its keys is known by its image", () => {
    expect(onlyEntry(without(flagStreamRecord("100", flag()), "Keys")).flag_id).toBe("checkout-new-payment-form");
    const keys = { flag_id: { N: "7" }, record: { S: "current" } };
    expect(onlyEntry(rawStreamRecord("100", { keys, newImage: image(flag()) })).flag_id).toBe("unknown");
  });
});

it("FLAG-08 a version in the history is not told of: it is what the current one was", () => {
  const record = flagStreamRecord("100", flag());
  const keys = { flag_id: { S: "new-menu" }, record: { S: "version#0000000000000001" } };
  expect(auditEntries({ ...record, dynamodb: { ...record.dynamodb, Keys: keys } }, "staging")).toEqual([]);
  expect(auditEntries(rawStreamRecord("100", {}), "staging")).toEqual([]);
});
