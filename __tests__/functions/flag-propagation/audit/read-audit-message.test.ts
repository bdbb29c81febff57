import { describe, expect, it } from "@jest/globals";
import type { AuditEntry } from "../../../../functions/flag-propagation/audit/entry";
import { readAuditMessage } from "../../../../functions/flag-propagation/audit/read-audit-message";

const entry: AuditEntry = {
  entry_id: "0123456789abcdef0123456789abcdef",
  "@timestamp": "2026-06-01T12:00:00.000Z",
  action: "rollback",
  flag_id: "new-menu",
  version: 0,
  environment: "test",
  user: "",
  reason: "",
  outcome: "changed",
  principal: "arn:aws:sts::123456789012:assumed-role/developers/ada",
  correlation_id: "3f0c9a52",
  diff: [
    { path: "/state", before: '"ENABLED"', after: '"DISABLED"' },
    { path: "/deleted", after: "true" },
  ],
  diff_truncated: true,
  details: { from: 2, to: 1 },
};

const read = (...entries: readonly unknown[]) => readAuditMessage(JSON.stringify({ entries }));

describe("a message of the audit queue", () => {
  it("FLAG-08 is read as the entries that it carries", () => {
    const { principal, correlation_id, diff, diff_truncated, details, ...least } = entry;
    expect(read(entry, least)).toEqual({ kind: "entries", entries: [entry, least] });
  });

  it.each([
    ["{", "not-json: "],
    ["", "not-json: "],
    ["null", "not-an-audit-message: entries is no list"],
    ["[]", "not-an-audit-message: entries is no list"],
    ['{"entries": {}}', "not-an-audit-message: entries is no list"],
    ['{"entries": [null]}', "not-an-audit-message: entries[0] is no object"],
  ])("FLAG-08 that is none says why: %s", (body, fault) => {
    expect(readAuditMessage(body)).toEqual({ kind: "unreadable", fault: expect.stringContaining(fault) });
  });

  it.each<[string, unknown]>([
    ["entry_id", undefined],
    ["entry_id", "0123"],
    ["entry_id", "0123456789ABCDEF0123456789ABCDEF"],
    ["@timestamp", 1_795_262_400_000],
    ["@timestamp", "2026-06-01"],
    ["@timestamp", "2026-13-01T12:00:00.000Z"],
    ["@timestamp", "../../2026-06-01T12:00:00.000Z"],
    ["action", "delete"],
    ["action", undefined],
    ["flag_id", ""],
    ["flag_id", undefined],
    ["version", -1],
    ["version", 1.5],
    ["version", "1"],
    ["environment", undefined],
    ["user", null],
    ["reason", 7],
    ["outcome", undefined],
    ["principal", null],
    ["correlation_id", 7],
    ["diff", {}],
    ["diff", [null]],
    ["diff", [{ before: "1" }]],
    ["diff", [{ path: "/state", before: 1 }]],
    ["diff", [{ path: "/state", after: null }]],
    ["diff_truncated", false],
    ["details", []],
    ["details", "text"],
  ])("FLAG-08 names the entry and the member that cannot be read: %s %j", (member, value) => {
    expect(read(entry, { ...entry, [member]: value })).toEqual({
      kind: "unreadable",
      fault: expect.stringContaining(`not-an-audit-message: entries[1].${member} is not `),
    });
  });
});
