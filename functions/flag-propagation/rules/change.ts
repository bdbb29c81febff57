import { bucketsAlike, everyRollout, ordersAlike, shareOf } from "./change-shares";
import { isRollback } from "./rollback";
import type { Rule } from "./rule";
import type { Subject } from "./subject";
import { sameJson } from "./targeting-json";

const MINUTE = 60_000;
const TEMPORARY = new Set(["release", "experiment"]);
const MAX_JUMP = 0.5;

/** What decides the value that a caller gets. */
const RESOLVED_BY = ["state", "variants", "defaultVariant", "targeting"] as const;

/** Whether a version can follow the one before it. A first version keeps all of these. */
export const changeRules: readonly Rule[] = [
  {
    id: "CHANGE-01",
    severity: "critical",
    sentence: "A version is higher than the one before it.",
    holds: ({ previous, version }) => previous === undefined || !(version <= previous.version),
  },
  {
    id: "CHANGE-02",
    severity: "critical",
    sentence:
      "A version follows the one before it without a gap, so that none is missing in the history, but for a rollback, which is above what any service has.",
    holds: (subject) =>
      subject.previous === undefined || !(subject.version > subject.previous.version + 1) || isRollback(subject),
  },
  {
    id: "CHANGE-03",
    severity: "critical",
    sentence: "A version is of the same flag as the one before it.",
    holds: ({ previous, flagId }) => previous === undefined || isSameText(previous.flagId, flagId),
  },
  {
    id: "CHANGE-04",
    severity: "critical",
    sentence: "A flag stays in the environment in which it was made.",
    holds: ({ previous, environment }) => previous === undefined || isSameText(previous.environment, environment),
  },
  {
    id: "CHANGE-05",
    severity: "advisory",
    sentence: "While an experiment runs its variants keep their values, or nobody knows who was given what.",
    holds: (subject) =>
      subject.previous === undefined ||
      subject.kind !== "experiment" ||
      !bothEnabled(subject) ||
      keepsValues(subject, subject.previous),
  },
  {
    id: "CHANGE-06",
    severity: "critical",
    sentence: "A version is not written over a minute before the one before it, as by a clock that runs backwards.",
    holds: ({ previous, writtenAt }) => previous === undefined || !(writtenAt < previous.writtenAt - MINUTE),
  },
  {
    id: "CHANGE-07",
    severity: "critical",
    sentence: "The type of a flag's values stays the same, but by a rollback, since services read it with that type.",
    holds: (subject) => subject.previous === undefined || keepsType(subject, subject.previous) || isRollback(subject),
  },
  {
    id: "CHANGE-08",
    severity: "critical",
    sentence:
      "No variant that callers can get is removed, but by a rollback: one version stops giving it, and a later one removes it.",
    holds: (subject) =>
      subject.previous === undefined || subject.deleted || keepsUsed(subject, subject.previous) || isRollback(subject),
  },
  {
    id: "CHANGE-09",
    severity: "critical",
    sentence:
      "What decides the bucket does not change during a rollout, but by a rollback, since it would hand out its variants anew.",
    holds: (subject) =>
      subject.previous === undefined ||
      !bothEnabled(subject) ||
      everyRollout(subject.previous, subject, bucketsAlike) ||
      isRollback(subject),
  },
  {
    id: "CHANGE-10",
    severity: "critical",
    sentence: "A deleted flag is not deleted again, but by a rollback, which brings the deletion to all services.",
    holds: (subject) => !(subject.deleted && subject.previous?.deleted === true) || isRollback(subject),
  },
  {
    id: "CHANGE-11",
    severity: "advisory",
    sentence: "Objects that a variant gives keep the members they had, since services read them.",
    holds: (subject) =>
      subject.previous === undefined || subject.valueType !== "object" || keepsMembers(subject, subject.previous),
  },
  {
    id: "CHANGE-12",
    severity: "advisory",
    sentence: "The default variant and the targeting change one after the other, unless the targeting goes.",
    holds: (subject) =>
      subject.previous === undefined ||
      !subject.targeting.present ||
      isSameText(subject.previous.defaultVariant, subject.defaultVariant) ||
      isSameMember(subject, subject.previous, "targeting"),
  },
  {
    id: "CHANGE-13",
    severity: "advisory",
    sentence: "A flag that is meant to go does not become one that stays, nor the other way round: it gets a new name.",
    holds: ({ previous, kind }) =>
      previous === undefined || isSameText(previous.kind, kind) || TEMPORARY.has(previous.kind) === TEMPORARY.has(kind),
  },
  {
    id: "CHANGE-14",
    severity: "advisory",
    sentence: "A flag goes to another team in a version that changes nothing about what it resolves to.",
    holds: (subject) =>
      subject.previous === undefined ||
      isSameText(subject.previous.team, subject.team) ||
      resolvesAlike(subject, subject.previous),
  },
  {
    id: "CHANGE-15",
    severity: "advisory",
    sentence: "A flag is disabled before it is deleted, so that who still reads it is seen while it can be undone.",
    holds: ({ previous, deleted, context }) =>
      !(deleted && previous?.state === "ENABLED" && !(previous.disableAt <= context.now)),
  },
  {
    id: "CHANGE-16",
    severity: "advisory",
    sentence: "A flag that was deleted comes back disabled.",
    holds: ({ previous, state }) => !(previous?.deleted === true && state === "ENABLED"),
  },
  {
    id: "CHANGE-17",
    severity: "advisory",
    sentence: "One version gives a variant to at most half of the callers more than the version before it.",
    holds: (subject) =>
      subject.previous === undefined || !bothEnabled(subject) || widensByHalf(subject, subject.previous),
  },
  {
    id: "CHANGE-18",
    severity: "advisory",
    sentence: "The buckets of a rollout keep their order, since callers keep their places in it.",
    holds: (subject) =>
      subject.previous === undefined || !bothEnabled(subject) || everyRollout(subject.previous, subject, ordersAlike),
  },
  {
    id: "CHANGE-19",
    severity: "advisory",
    sentence: "A flag that callers get is not switched off by a time from which on it is enabled.",
    holds: ({ previous, state, enableAt, context }) =>
      !(
        previous?.state === "ENABLED" &&
        state === "ENABLED" &&
        enableAt > context.now &&
        !(previous.enableAt > context.now)
      ),
  },
  {
    id: "CHANGE-20",
    severity: "advisory",
    sentence: "A version is promoted from no earlier version of an environment than the one before it.",
    holds: ({ previous, promotedFrom, promotedVersion }) =>
      !(previous?.promotedFrom === promotedFrom && promotedVersion < previous.promotedVersion),
  },
];

/** What is empty on either side is not compared. */
function isSameText(before: string, after: string): boolean {
  return before === after || before === "" || after === "";
}

function isDefinite(type: Subject["valueType"]): boolean {
  return type === "boolean" || type === "string" || type === "number" || type === "object";
}

function keepsType({ valueType }: Subject, previous: Subject): boolean {
  return previous.valueType === valueType || !isDefinite(previous.valueType) || !isDefinite(valueType);
}

function bothEnabled({ previous, state }: Subject): boolean {
  return state === "ENABLED" && previous?.state === "ENABLED";
}

/** Names that were no variants cannot be removed: a version that is wrong may be mended. */
function keepsUsed({ variantNames }: Subject, previous: Subject): boolean {
  if (previous.state !== "ENABLED") return true;
  const keeps = (name: string) => variantNames.includes(name) || !previous.variantNames.includes(name);
  return keeps(previous.defaultVariant) && previous.targeting.outcomes.every(keeps);
}

function keepsValues({ variantNames, variantValues }: Subject, previous: Subject): boolean {
  return previous.variantNames.every((name, index) => {
    const place = variantNames.indexOf(name);
    return place < 0 || sameJson(previous.variantValues[index], variantValues[place]);
  });
}

function keepsMembers({ variantNames, variantValues }: Subject, previous: Subject): boolean {
  if (previous.valueType !== "object") return true;
  return previous.variantNames.every((name, index) => {
    const value = variantValues[variantNames.indexOf(name)];
    const before = previous.variantValues[index];
    if (typeof value !== "object" || value === null || typeof before !== "object" || before === null) return true;
    return Object.keys(before).every((member) => Object.hasOwn(value, member));
  });
}

function isSameMember({ raw }: Subject, previous: Subject, name: string): boolean {
  const before = Object.hasOwn(previous.raw, name) ? previous.raw[name] : undefined;
  return sameJson(before, Object.hasOwn(raw, name) ? raw[name] : undefined);
}

function resolvesAlike(subject: Subject, previous: Subject): boolean {
  return RESOLVED_BY.every((name) => isSameMember(subject, previous, name));
}

function widensByHalf(subject: Subject, previous: Subject): boolean {
  return subject.variantNames.every((name) => !(shareOf(subject, name) - shareOf(previous, name) > MAX_JUMP));
}
