import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { AuditChange, AuditEntry } from "../../../../functions/flag-propagation/audit/entry";
import { LARGEST_BODY, packMessages } from "../../../../functions/flag-propagation/audit/pack-messages";
import { readAuditMessage } from "../../../../functions/flag-propagation/audit/read-audit-message";

function entry(number: number, changes: Partial<AuditEntry> = {}): AuditEntry {
  return {
    entry_id: number.toString(16).padStart(32, "0"),
    "@timestamp": "2026-06-01T12:00:00.000Z",
    action: "write",
    flag_id: "new-menu",
    version: number,
    environment: "test",
    user: "ada@example.com",
    reason: "Widen the trial.",
    outcome: "changed",
    ...changes,
  };
}

function unpacked(entries: readonly AuditEntry[]): readonly AuditEntry[] {
  return packMessages(entries).flatMap(({ body, count }) => {
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(LARGEST_BODY);
    const reading = readAuditMessage(body);
    if (reading.kind === "unreadable") throw new Error(reading.fault);
    expect(reading.entries).toHaveLength(count);
    return reading.entries;
  });
}

function only(packed: readonly AuditEntry[]): AuditEntry {
  expect(packed).toHaveLength(1);
  return packed[0] ?? entry(0);
}

const change = (index: number, characters: number): AuditChange => ({
  path: `/variants/v${index}`,
  before: `"${"a".repeat(characters)}"`,
  after: `"${"b".repeat(characters)}"`,
});

describe("messages of the audit queue", () => {
  it("FLAG-08 carry many entries each, as they are and in their order", () => {
    const entries = Array.from({ length: 2_000 }, (_, index) => entry(index, { details: { share: index } }));
    expect(unpacked(entries)).toEqual(entries);
    const bytes = entries.reduce((sum, it) => sum + Buffer.byteLength(JSON.stringify(it)), 0);
    expect(packMessages(entries)).toHaveLength(Math.ceil(bytes / LARGEST_BODY));
  });

  it("FLAG-08 are none where there is nothing to tell", () => {
    expect(packMessages([])).toEqual([]);
  });

  it("FLAG-08 are filled to their last byte and never beyond", () => {
    const empty = Buffer.byteLength(packMessages([entry(1), entry(2, { reason: "" })])[0]?.body ?? "");
    const pair = (more: number) => [entry(1), entry(2, { reason: "x".repeat(LARGEST_BODY - empty + more) })];
    expect(packMessages(pair(0)).map(({ body }) => body.length)).toEqual([LARGEST_BODY]);
    expect(packMessages(pair(1))).toHaveLength(2);
  });

  it("FLAG-08 have the values of a diff cut that is too large, all its paths, and the details whole", () => {
    const diff = Array.from({ length: 5 }, (_, index) => change(index, 50_000));
    const told = only(unpacked([entry(1, { diff, details: { from: 3, to: 2 } })]));
    expect(told.diff?.map(({ path }) => path)).toEqual(diff.map(({ path }) => path));
    for (const { before = "", after = "" } of told.diff ?? []) {
      expect(before).toMatch(/^"a{1000,}…$/);
      expect(after).toMatch(/^"b{1000,}…$/);
    }
    expect(told).toMatchObject({ diff_truncated: true, details: { from: 3, to: 2 } });
  });

  it("FLAG-08 have the first of too many changes", () => {
    const diff = Array.from({ length: 50_000 }, (_, index) => change(index, 10));
    const told = only(unpacked([entry(1, { diff, details: { from: 3, to: 2 } })]));
    expect(told.diff).toEqual(diff.slice(0, 1_000));
    expect(told).toMatchObject({ diff_truncated: true, details: { from: 3, to: 2 } });
  });

  it("FLAG-08 leave out details that are too large last, and say so", () => {
    const told = only(unpacked([entry(1, { diff: [change(1, 10)], details: { broken: "x".repeat(LARGEST_BODY) } })]));
    expect(told).toEqual(entry(1, { diff: [change(1, 10)], details: { truncated: true } }));
  });

  it("FLAG-08 carry the characters that SQS refuses as JSON escapes them", () => {
    const odd = entry(1, { reason: "\u0000\u000b\ufffe\uffff" });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must not be there.
    expect(packMessages([odd])[0]?.body).not.toMatch(/[\u0000-\u001f\ufffe\uffff]/);
    expect(unpacked([odd])).toEqual([odd]);
  });

  it("FLAG-08 carry every entry once, in order and within the limit, whatever its diff and details", () => {
    const text = fc
      .tuple(fc.constantFrom("x", "ü", "🙂", "\u0001", "\ufffe", '"'), fc.constantFrom(0, 1, 40, 999, 20_000))
      .map(([character, times]) => character.repeat(times));
    const changes = fc.tuple(fc.constantFrom(0, 1, 3, 20, 1_100), text, text).map(([count, path, value]) =>
      Array.from({ length: count > 20 && path.length + value.length > 100 ? 20 : count }, (_, index) => ({
        path: `/${index}${path}`,
        ...(index % 3 > 0 && { before: value }),
        ...(index % 3 < 2 && { after: value }),
      })),
    );
    const told = fc.record(
      {
        diff: changes,
        details: fc.dictionary(
          fc.string(),
          text.map((it) => it.repeat(6)),
          { maxKeys: 2 },
        ),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(told, { maxLength: 6 }), (several) => {
        const entries = several.map((it, index) => entry(index, it));
        const packed = unpacked(entries);
        expect(packed.map(({ entry_id }) => entry_id)).toEqual(entries.map(({ entry_id }) => entry_id));
        for (const [index, it] of packed.entries()) {
          const whole = entries[index];
          const isWhole = it.diff_truncated === undefined && it.details?.truncated === undefined;
          if (isWhole) expect(it).toEqual(whole);
          else
            expect({ ...it, diff: [], diff_truncated: [], details: [] }).toEqual({
              ...whole,
              diff: [],
              diff_truncated: [],
              details: [],
            });
        }
      }),
      { numRuns: 40 },
    );
  });
});
