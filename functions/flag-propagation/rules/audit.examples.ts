import { EXAMPLE_NOW, flag, nextVersion, type RuleExample } from "./example";

const HOUR = 3_600_000;
const MINUTE = 60_000;
const SIGNED_IN = "arn:aws:sts::123456789012:assumed-role/developers";

export const auditExamples: Readonly<Record<string, RuleExample>> = {
  "AUDIT-01": { passes: { record: flag() }, fails: { record: flag({ user: "   " }) } },
  "AUDIT-02": {
    passes: { record: flag({ reason: "Begin the trial" }) },
    fails: { record: flag({ reason: "Begin trial" }) },
  },
  "AUDIT-03": {
    passes: { record: flag({ reason: "Test whether a form on one page sells more." }) },
    fails: { record: flag({ reason: "Testing .........." }) },
  },
  "AUDIT-04": {
    passes: { record: nextVersion(), previous: flag() },
    fails: { record: nextVersion({ reason: flag().reason }), previous: flag() },
  },
  "AUDIT-05": {
    passes: { record: flag({ user: "Ada Lovelace (payments)" }) },
    fails: { record: flag({ user: "ada\n2026-06-01 INFO approved by grace" }) },
  },
  "AUDIT-06": {
    passes: { record: flag({ user: "payments-release-pipeline" }) },
    fails: { record: flag({ user: "admin@example.com" }) },
  },
  "AUDIT-07": {
    passes: { record: flag({ principal: "0b7c2c1e-52f4-4d0a-9a3c-6f0e3c1d7a55" }) },
    fails: { record: flag({ principal: "arn:aws:iam::123456789012:root" }) },
  },
  "AUDIT-08": {
    passes: { record: flag({ principal: undefined, correlation_id: undefined }) },
    fails: { record: flag({ correlation_id: undefined }) },
  },
  "AUDIT-09": {
    passes: { record: flag({ created_at: EXAMPLE_NOW - HOUR, written_at: EXAMPLE_NOW - HOUR }) },
    fails: { record: flag({ created_at: EXAMPLE_NOW, written_at: EXAMPLE_NOW - HOUR }) },
  },
  "AUDIT-10": {
    passes: { record: flag({ written_at: EXAMPLE_NOW + 4 * MINUTE }) },
    fails: { record: flag({ written_at: EXAMPLE_NOW + 6 * MINUTE }) },
  },
  "AUDIT-11": {
    passes: { record: flag({ created_at: Date.parse("2020-01-01T00:00:00Z") }) },
    fails: { record: flag({ created_at: Math.floor(EXAMPLE_NOW / 1000) }) },
  },
  "AUDIT-12": {
    passes: { record: flag({ principal: `${SIGNED_IN}/ada@example.com` }) },
    fails: { record: flag({ principal: `${SIGNED_IN}/grace@example.com` }) },
  },
};
