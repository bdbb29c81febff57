import type { Rule } from "./rule";
import type { Subject } from "./subject";

const MINUTE = 60_000;
const DAY = 86_400_000;
const YEAR = 365 * DAY;

const SATURDAY = 6;
const SUNDAY = 0;

/** Days that a flag of a kind may take from its making to its expiry; a kind that is not here may stay. */
const LIFETIMES: ReadonlyMap<string, number> = new Map([
  ["release", 180],
  ["experiment", 90],
]);

/*
 * When a flag takes part in evaluation, and when it should be gone. A time that is not given is NaN, and no comparison
 * with NaN is true: comparisons are written so that they are false where a rule is kept.
 */
export const schedulingRules: readonly Rule[] = [
  {
    id: "SCHED-01",
    severity: "critical",
    sentence: "A flag is enabled by its schedule before it is disabled by it.",
    holds: ({ enableAt, disableAt }) => !(enableAt >= disableAt),
  },
  {
    id: "SCHED-02",
    severity: "critical",
    sentence: "A schedule enables a flag for at least a minute, since the clocks of services differ.",
    holds: ({ enableAt, disableAt }) => !(enableAt < disableAt && disableAt - enableAt < MINUTE),
  },
  {
    id: "SCHED-03",
    severity: "critical",
    sentence: "A flag is enabled by its schedule before it expires.",
    holds: ({ enableAt, expiresAt }) => !(enableAt >= expiresAt),
  },
  {
    id: "SCHED-04",
    severity: "critical",
    sentence: "A flag is disabled by its schedule no later than it expires.",
    holds: ({ disableAt, expiresAt }) => !(disableAt > expiresAt),
  },
  {
    id: "SCHED-05",
    severity: "critical",
    sentence: "No time of a schedule lies more than ten years away, as one with a mistyped year does.",
    holds: ({ context, enableAt, disableAt, reviewAt, expiresAt }) =>
      !(
        isFar(context.now, enableAt) ||
        isFar(context.now, disableAt) ||
        isFar(context.now, reviewAt) ||
        isFar(context.now, expiresAt)
      ),
  },
  {
    id: "SCHED-06",
    severity: "critical",
    sentence: "A flag that its schedule is yet to enable has the state ENABLED, since a schedule enables no other.",
    holds: ({ state, enableAt, context }) => !(state === "DISABLED" && enableAt > context.now),
  },
  {
    id: "SCHED-07",
    severity: "advisory",
    sentence: "A flag that its schedule has disabled does not say ENABLED any longer.",
    holds: ({ state, disableAt, context }) => !(state === "ENABLED" && disableAt <= context.now),
  },
  {
    id: "SCHED-08",
    severity: "advisory",
    sentence: "A flag that has expired is deleted instead of changed.",
    holds: ({ expiresAt, context }) => !(expiresAt <= context.now),
  },
  {
    id: "SCHED-09",
    severity: "advisory",
    sentence: "The next review lies ahead.",
    holds: ({ reviewAt, context }) => !(reviewAt <= context.now),
  },
  {
    id: "SCHED-10",
    severity: "advisory",
    sentence: "The next review lies before the expiry, after which there is nothing to be looked at.",
    holds: ({ reviewAt, expiresAt }) => !(reviewAt >= expiresAt),
  },
  {
    id: "SCHED-11",
    severity: "advisory",
    sentence: "A release or an experiment has a time at which it expires, since both are meant to go.",
    holds: ({ kind, expiresAt }) => !(LIFETIMES.has(kind) && Number.isNaN(expiresAt)),
  },
  {
    id: "SCHED-12",
    severity: "advisory",
    sentence: "From its making to its expiry a release takes at most 180 days and an experiment at most 90.",
    holds: ({ kind, createdAt, expiresAt }) =>
      !(expiresAt - createdAt > (LIFETIMES.get(kind) ?? Number.POSITIVE_INFINITY) * DAY),
  },
  {
    id: "SCHED-13",
    severity: "advisory",
    sentence: "A flag that is meant to stay, of the kind operational or permission, has a time of its next review.",
    holds: ({ kind, reviewAt }) => !((kind === "operational" || kind === "permission") && Number.isNaN(reviewAt)),
  },
  {
    id: "SCHED-14",
    severity: "advisory",
    sentence: "A flag in prod is not enabled by its schedule on a Saturday or Sunday (UTC).",
    holds: ({ environment, enableAt, context }) =>
      !(environment === "prod" && enableAt > context.now && isWeekend(enableAt)),
  },
  {
    id: "SCHED-15",
    severity: "advisory",
    sentence: "Either the schedule or targeting decides by the time, so that one place says when.",
    holds: (subject) => !(isScheduled(subject) && subject.targeting.variables.includes("$flagd.timestamp")),
  },
  {
    id: "SCHED-16",
    severity: "advisory",
    sentence: "A flag that a schedule is yet to enable still has a day of its life before it when it is enabled.",
    holds: ({ enableAt, expiresAt, context }) =>
      !(enableAt > context.now && enableAt < expiresAt && expiresAt - enableAt < DAY),
  },
];

function isFar(now: number, time: number): boolean {
  return Math.abs(time - now) > 10 * YEAR;
}

function isWeekend(time: number): boolean {
  const day = new Date(time).getUTCDay();
  return day === SATURDAY || day === SUNDAY;
}

function isScheduled({ enableAt, disableAt }: Subject): boolean {
  return !Number.isNaN(enableAt) || !Number.isNaN(disableAt);
}
