import { flag, type RuleExample } from "./example";

/** Of the examples' flag; a test of one time leaves the others in place. */
const BASE = { review_at: "2026-07-01T09:00:00Z", expires_at: "2026-09-01T00:00:00Z" };

/** A flag with these times; `undefined` removes one. */
function at(
  times: Readonly<Record<string, string | undefined>>,
  changes: Readonly<Record<string, unknown>> = {},
): { record: Readonly<Record<string, unknown>> } {
  const schedule = Object.entries({ ...BASE, ...times }).filter(([, time]) => time !== undefined);
  return { record: flag({ schedule: Object.fromEntries(schedule), ...changes }) };
}

const BY_TIME = { if: [{ ">": [{ var: "$flagd.timestamp" }, 1_790_000_000] }, "on"] };

export const schedulingExamples: Readonly<Record<string, RuleExample>> = {
  "SCHED-01": {
    passes: at({ enable_at: "2026-06-10T08:00:00Z", disable_at: "2026-06-20T08:00:00Z" }),
    fails: at({ enable_at: "2026-06-20T08:00:00Z", disable_at: "2026-06-10T08:00:00Z" }),
  },
  "SCHED-02": {
    passes: at({ enable_at: "2026-06-10T08:00:00Z", disable_at: "2026-06-10T08:01:00Z" }),
    fails: at({ enable_at: "2026-06-10T08:00:00Z", disable_at: "2026-06-10T08:00:30Z" }),
  },
  "SCHED-03": {
    passes: at({ enable_at: "2026-06-10T08:00:00Z" }),
    fails: at({ enable_at: "2026-09-02T08:00:00Z" }),
  },
  "SCHED-04": {
    passes: at({ disable_at: "2026-09-01T02:00:00+02:00" }),
    fails: at({ disable_at: "2026-09-01T02:00:00+01:00" }),
  },
  "SCHED-05": {
    passes: at({ review_at: "2029-06-01T09:00:00Z", expires_at: "2030-06-01T00:00:00Z" }, { kind: "operational" }),
    fails: at({ review_at: "2206-07-01T09:00:00Z", expires_at: undefined }, { kind: "operational" }),
  },
  "SCHED-06": {
    passes: at({ enable_at: "2026-06-10T08:00:00Z" }),
    fails: at({ enable_at: "2026-06-10T08:00:00Z" }, { state: "DISABLED" }),
  },
  "SCHED-07": {
    passes: at({ disable_at: "2026-05-31T08:00:00Z" }, { state: "DISABLED" }),
    fails: at({ disable_at: "2026-05-31T08:00:00Z" }),
  },
  "SCHED-08": {
    passes: at({ review_at: undefined, expires_at: "2026-06-02T00:00:00Z" }),
    fails: at({ review_at: undefined, expires_at: "2026-06-01T00:00:00Z" }),
  },
  "SCHED-09": {
    passes: at({ review_at: "2026-06-02T09:00:00Z" }),
    fails: at({ review_at: "2026-05-02T09:00:00Z" }),
  },
  "SCHED-10": {
    passes: at({ review_at: "2026-08-31T09:00:00Z" }),
    fails: at({ review_at: "2026-09-01T09:00:00Z" }),
  },
  "SCHED-11": {
    passes: at({ expires_at: undefined }, { kind: "operational" }),
    fails: at({ expires_at: undefined }),
  },
  "SCHED-12": {
    passes: at({ expires_at: "2026-10-01T00:00:00Z" }),
    fails: at({ expires_at: "2026-10-01T00:00:00Z" }, { kind: "experiment" }),
  },
  "SCHED-13": {
    passes: at({ expires_at: undefined }, { kind: "operational" }),
    fails: at({ review_at: undefined }, { kind: "operational" }),
  },
  "SCHED-14": {
    passes: at({ enable_at: "2026-06-12T08:00:00Z" }, { environment: "prod" }),
    fails: at({ enable_at: "2026-06-13T08:00:00Z" }, { environment: "prod" }),
  },
  "SCHED-15": {
    passes: at({}, { targeting: BY_TIME }),
    fails: at({ enable_at: "2026-06-10T08:00:00Z" }, { targeting: BY_TIME }),
  },
  "SCHED-16": {
    passes: at({ enable_at: "2026-08-30T23:00:00Z" }),
    fails: at({ enable_at: "2026-08-31T01:00:00Z" }),
  },
};
