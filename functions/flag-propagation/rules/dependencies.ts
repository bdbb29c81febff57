import {
  circlesBeyond,
  type Edge,
  edgesOf,
  edgesOfRecord,
  everyKnown,
  leadsBack,
  own,
  rounds,
} from "./dependencies-graph";
import { readInstant } from "./read-instant";
import { readTargeting } from "./read-targeting";
import type { Rule } from "./rule";
import type { Subject } from "./subject";

type FlagRecord = Readonly<Record<string, unknown>>;

const MAX_DEPTH = 5;
const MAX_FLAGS = 32;

const TEMPORARY = new Set<unknown>(["release", "experiment"]);
const PERMANENT = new Set<unknown>(["operational", "permission"]);

/** Which other flags a flag needs, as they are at this moment. */
export const dependencyRules: readonly Rule[] = [
  {
    id: "DEP-01",
    severity: "critical",
    sentence: "A flag does not depend on itself.",
    holds: ({ flagId, dependencyIds }) => flagId === "" || !dependencyIds.includes(flagId),
  },
  {
    id: "DEP-02",
    severity: "critical",
    sentence: "No flag is needed with two variants at once, which it can never resolve to.",
    holds: (subject) => isIndependent(subject) || !edgesOf(subject).some(isContradicted),
  },
  {
    id: "DEP-03",
    severity: "advisory",
    sentence: "No dependency is listed twice.",
    holds: (subject) => isIndependent(subject) || !edgesOf(subject).some(isRepeated),
  },
  {
    id: "DEP-04",
    severity: "critical",
    sentence: "Every flag that a flag depends on exists.",
    holds: ({ dependencyIds, flagId, context }) =>
      dependencyIds.every((id) => id === "" || id === flagId || context.known.has(id)),
  },
  {
    id: "DEP-05",
    severity: "critical",
    sentence: "No flag that a flag depends on is deleted.",
    holds: (subject) => everyKnown(subject, (record) => own(record, "deleted") !== true),
  },
  {
    id: "DEP-06",
    severity: "advisory",
    sentence: "A flag that is enabled depends on no flag that is disabled, and so could not resolve to what is needed.",
    holds: (subject) =>
      subject.state !== "ENABLED" || everyKnown(subject, (record) => own(record, "state") !== "DISABLED"),
  },
  {
    id: "DEP-07",
    severity: "critical",
    sentence: "Every flag that a flag depends on has the variant that is needed.",
    holds: (subject) => everyKnown(subject, hasVariant),
  },
  {
    id: "DEP-08",
    severity: "critical",
    sentence: "No two flags depend on each other.",
    holds: (subject) => isIndependent(subject) || !leadsBack(subject, 0, 1),
  },
  {
    id: "DEP-09",
    severity: "critical",
    sentence: "No chain of dependencies leads over further flags back to the flag that it started from.",
    holds: (subject) => isIndependent(subject) || !leadsBack(subject, 1),
  },
  {
    id: "DEP-10",
    severity: "critical",
    sentence: "The flags that a flag depends on do not depend on each other in a circle.",
    holds: (subject) => isIndependent(subject) || !circlesBeyond(subject),
  },
  {
    id: "DEP-11",
    severity: "critical",
    sentence: "A chain of dependencies is at most 5 flags long, since each evaluation goes through all of it.",
    holds: (subject) => isIndependent(subject) || rounds(subject).length <= MAX_DEPTH,
  },
  {
    id: "DEP-12",
    severity: "critical",
    sentence: "A flag depends on at most 32 others, directly or over others.",
    holds: (subject) => isIndependent(subject) || rounds(subject).flat().length <= MAX_FLAGS,
  },
  {
    id: "DEP-13",
    severity: "critical",
    sentence: "What a flag needs does not contradict what the flags it depends on need themselves.",
    holds: (subject) => isIndependent(subject) || agrees(subject),
  },
  {
    id: "DEP-14",
    severity: "critical",
    sentence: "Every flag that a flag depends on belongs to the same environment.",
    holds: (subject) =>
      everyKnown(subject, (record) => {
        const environment = own(record, "environment");
        return typeof environment !== "string" || subject.environment === "" || environment === subject.environment;
      }),
  },
  {
    id: "DEP-15",
    severity: "advisory",
    sentence: "A flag that is meant to stay does not depend on a release or an experiment, which are meant to go.",
    holds: (subject) =>
      !PERMANENT.has(subject.kind) || everyKnown(subject, (record) => !TEMPORARY.has(own(record, "kind"))),
  },
  {
    id: "DEP-16",
    severity: "advisory",
    sentence: "No flag that a flag depends on expires before the flag itself.",
    holds: (subject) =>
      everyKnown(subject, (record) => {
        const expiresAt = timeIn(record, "expires_at");
        return Number.isNaN(subject.expiresAt) || !(expiresAt < subject.expiresAt);
      }),
  },
  {
    id: "DEP-17",
    severity: "advisory",
    sentence: "A flag is enabled by its schedule no earlier than the flags that it depends on.",
    holds: (subject) =>
      everyKnown(subject, (record) => {
        const enabledAt = timeIn(record, "enable_at");
        return !(enabledAt > subject.context.now && !(subject.enableAt >= enabledAt));
      }),
  },
  {
    id: "DEP-18",
    severity: "advisory",
    sentence: "The variant that is needed of a flag is one that the flag gives to somebody.",
    holds: (subject) => everyKnown(subject, givesVariant),
  },
];

function isIndependent({ dependencyIds }: Subject): boolean {
  return dependencyIds.length === 0;
}

function isContradicted({ id, variant }: Edge, index: number, edges: readonly Edge[]): boolean {
  return edges.some((other, place) => place < index && other.id === id && other.variant !== variant);
}

function isRepeated({ id, variant }: Edge, index: number, edges: readonly Edge[]): boolean {
  return edges.some((other, place) => place < index && other.id === id && other.variant === variant);
}

function hasVariant(record: FlagRecord, variant: string): boolean {
  const variants = own(record, "variants");
  return variant === "" || typeof variants !== "object" || variants === null || Object.hasOwn(variants, variant);
}

/** What is needed directly goes before; what flags need that a flag depends on must not say otherwise. */
function agrees(subject: Subject): boolean {
  const needed = new Map(edgesOf(subject).map(({ id, variant }) => [id, variant]));
  for (const id of rounds(subject).flat()) {
    for (const edge of edgesOfRecord(subject.context.known.get(id))) {
      const variant = needed.get(edge.id);
      if (variant !== undefined && variant !== edge.variant) return false;
      needed.set(edge.id, edge.variant);
    }
  }
  return true;
}

function timeIn(record: FlagRecord, name: string): number {
  const time = own(own(record, "schedule"), name);
  return typeof time === "string" ? readInstant(time) : Number.NaN;
}

function givesVariant(record: FlagRecord, variant: string): boolean {
  if (own(record, "deleted") === true || variant === "" || !hasVariant(record, variant)) return true;
  if (own(record, "defaultVariant") === variant) return true;
  const { outcomes, otherOutcomes, computedBy, truncated } = readTargeting(own(record, "targeting"));
  return truncated || computedBy.length > 0 || otherOutcomes.length > 0 || outcomes.includes(variant);
}
