import { isRollbackMember } from "./rollback";
import type { Rule } from "./rule";
import { hasExactly, hasOnly, isCount, isInstant, isMembers, isText } from "./schema-members";
import { fitsMessage, MAX_PROPAGATED_BYTES } from "./schema-size";
import type { Subject } from "./subject";

const MAX_DEPTH = 28;
const MAX_VALUES = 20_000;
const MAX_TAGS = 20;
const MAX_DEPENDENCIES = 16;

const STATES: ReadonlySet<unknown> = new Set(["ENABLED", "DISABLED"]);
const RELEASES: ReadonlySet<unknown> = new Set(["guarded", "immediate"]);
const KINDS: ReadonlySet<unknown> = new Set(["release", "experiment", "operational", "permission"]);
const SCHEDULE: ReadonlySet<string> = new Set(["enable_at", "disable_at", "review_at", "expires_at"]);
const IDENTITY = [
  "flag_id",
  "version",
  "environment",
  "created_at",
  "written_at",
  "reason",
  "user",
  "release",
  "principal",
  "correlation_id",
];
const DELETED: ReadonlySet<string> = new Set([...IDENTITY, "deleted"]);
const LIVE: ReadonlySet<string> = new Set([
  ...IDENTITY,
  "state",
  "variants",
  "defaultVariant",
  "targeting",
  "metadata",
  "description",
  "kind",
  "owner",
  "tags",
  "schedule",
  "dependencies",
  "ticket",
  "approval",
  "promotion",
]);

/** What every member of a record is, so that no reader of the table, a message or a cache meets what it does not know. */
export const schemaRules: readonly Rule[] = [
  {
    id: "TYPE-01",
    severity: "critical",
    sentence: "flag_id is a text that is not empty.",
    holds: ({ raw }) => typeof raw.flag_id === "string" && raw.flag_id !== "",
  },
  {
    id: "TYPE-02",
    severity: "critical",
    sentence: "version is a whole number from 1 to 2^53 - 1.",
    holds: ({ raw }) => isCount(raw.version),
  },
  {
    id: "TYPE-03",
    severity: "critical",
    sentence: "environment is a text that is not empty.",
    holds: ({ raw }) => typeof raw.environment === "string" && raw.environment !== "",
  },
  {
    id: "TYPE-04",
    severity: "critical",
    sentence: "created_at and written_at are whole numbers above 0.",
    holds: ({ raw }) => isCount(raw.created_at) && isCount(raw.written_at),
  },
  {
    id: "TYPE-05",
    severity: "critical",
    sentence: "reason is a text of at most 500 characters and user one of at most 254, and neither is empty.",
    holds: ({ raw }) => isFilled(raw.reason, 500) && isFilled(raw.user, 254),
  },
  {
    id: "TYPE-06",
    severity: "critical",
    sentence: "principal, where given, is a text of at most 2,048 characters, and correlation_id one of at most 128.",
    holds: ({ raw }) => isTextWhereGiven(raw.principal, 2048) && isTextWhereGiven(raw.correlation_id, 128),
  },
  {
    id: "TYPE-07",
    severity: "critical",
    sentence: "state is ENABLED or DISABLED.",
    holds: ({ raw, deleted }) => deleted || STATES.has(raw.state),
  },
  {
    id: "TYPE-08",
    severity: "critical",
    sentence: "variants is an object.",
    holds: ({ raw, deleted }) => deleted || isMembers(raw.variants),
  },
  {
    id: "TYPE-09",
    severity: "critical",
    sentence: "The value of each variant is a truth value, a text, a number or an object.",
    holds: ({ variantValues }) => areVariantValues(variantValues),
  },
  {
    id: "TYPE-10",
    severity: "critical",
    sentence: "defaultVariant is a text that is not empty.",
    holds: ({ raw, deleted }) => deleted || (typeof raw.defaultVariant === "string" && raw.defaultVariant !== ""),
  },
  {
    id: "TYPE-11",
    severity: "critical",
    sentence: "targeting, where given, is an object.",
    holds: ({ raw }) => raw.targeting === undefined || isMembers(raw.targeting),
  },
  {
    id: "TYPE-12",
    severity: "critical",
    sentence:
      "metadata, where given, is an object of texts, numbers and truth values, each by a name of 1 to 64 characters.",
    holds: ({ raw, metadataKeys, metadataValues }) =>
      raw.metadata === undefined || (isMembers(raw.metadata) && isMetadata(metadataKeys, metadataValues)),
  },
  {
    id: "TYPE-13",
    severity: "critical",
    sentence: "description is a text of at most 500 characters that is not blank.",
    holds: ({ raw, deleted }) => deleted || isText(raw.description, 500),
  },
  {
    id: "TYPE-14",
    severity: "critical",
    sentence: "kind is release, experiment, operational or permission.",
    holds: ({ raw, deleted }) => deleted || KINDS.has(raw.kind),
  },
  {
    id: "TYPE-15",
    severity: "critical",
    sentence: "owner has a team of at most 64 characters, an email of at most 254, and nothing else.",
    holds: ({ raw, deleted }) => deleted || isOwner(raw.owner),
  },
  {
    id: "TYPE-16",
    severity: "critical",
    sentence: `tags, where given, is a list of at most ${MAX_TAGS} texts, each of 1 to 32 characters.`,
    holds: ({ raw }) => raw.tags === undefined || areTags(raw.tags),
  },
  {
    id: "TYPE-17",
    severity: "critical",
    sentence:
      "schedule, where given, is an object with no members but enable_at, disable_at, review_at and expires_at.",
    holds: ({ raw }) => raw.schedule === undefined || (isMembers(raw.schedule) && hasOnly(raw.schedule, SCHEDULE)),
  },
  {
    id: "TYPE-18",
    severity: "critical",
    sentence:
      "Each time of the schedule is one that the calendar has, with its offset from UTC, such as 2026-06-01T09:00:00Z.",
    holds: ({ raw }) => !isMembers(raw.schedule) || areInstants(raw.schedule),
  },
  {
    id: "TYPE-19",
    severity: "critical",
    sentence: `dependencies, where given, is a list of at most ${MAX_DEPENDENCIES}.`,
    holds: ({ raw }) =>
      raw.dependencies === undefined ||
      (Array.isArray(raw.dependencies) && raw.dependencies.length <= MAX_DEPENDENCIES),
  },
  {
    id: "TYPE-20",
    severity: "critical",
    sentence: "Each dependency has a flag_id and a variant, texts of 1 to 64 characters, and nothing else.",
    holds: ({ raw }) => !Array.isArray(raw.dependencies) || areDependencies(raw.dependencies),
  },
  {
    id: "TYPE-21",
    severity: "critical",
    sentence: "ticket, where given, is a text of 1 to 64 characters that is not blank.",
    holds: ({ raw }) => raw.ticket === undefined || isText(raw.ticket, 64),
  },
  {
    id: "TYPE-22",
    severity: "critical",
    sentence: "approval, where given, says by whom and at what time, and nothing else.",
    holds: ({ raw }) => raw.approval === undefined || isApproval(raw.approval),
  },
  {
    id: "TYPE-23",
    severity: "critical",
    sentence: "promotion, where given, says from which environment and from which version there, and nothing else.",
    holds: ({ raw }) => raw.promotion === undefined || isPromotion(raw.promotion),
  },
  {
    id: "TYPE-24",
    severity: "critical",
    sentence:
      "A record has no member that this version of the format does not know; rollback says from which version to which earlier one, or to itself; release is guarded or immediate.",
    holds: ({ raw }) => hasKnownMembers(raw),
  },
  {
    id: "TYPE-25",
    severity: "critical",
    sentence: "deleted, where given, is true, and nothing stands beside it of what the flag once was.",
    holds: ({ raw, deleted }) => (deleted ? !hasBody(raw) : !Object.hasOwn(raw, "deleted")),
  },
  {
    id: "TYPE-26",
    severity: "critical",
    sentence:
      "No member, however deep, is called __proto__, constructor or prototype, by which JavaScript's objects inherit.",
    holds: ({ content }) => !content.prototypeNames,
  },
  {
    id: "TYPE-27",
    severity: "critical",
    sentence: "The record holds nothing but JSON: no binary value, no set, no number that is not finite.",
    holds: ({ content }) => !content.foreign,
  },
  {
    id: "TYPE-28",
    severity: "critical",
    sentence: "All texts are well-formed Unicode, without half of a surrogate pair, which UTF-8 cannot carry.",
    holds: ({ content }) => !content.halfPairs,
  },
  {
    id: "TYPE-29",
    severity: "critical",
    sentence: `A record is nested at most ${MAX_DEPTH} levels deep and has at most ${MAX_VALUES.toLocaleString("en")} values.`,
    holds: ({ content }) => !content.truncated && content.depth <= MAX_DEPTH && content.values <= MAX_VALUES,
  },
  {
    id: "TYPE-30",
    severity: "critical",
    sentence: `What services get of a flag takes at most ${MAX_PROPAGATED_BYTES / 1024} KiB as JSON, which leaves room in a message of 256 KiB.`,
    holds: fitsMessage,
  },
];

/** Blank ones are told by the rules about audit. */
function isFilled(value: unknown, maxLength: number): boolean {
  return typeof value === "string" && value !== "" && value.length <= maxLength;
}

function isTextWhereGiven(value: unknown, maxLength: number): boolean {
  return value === undefined || (typeof value === "string" && value.length <= maxLength);
}

function areVariantValues(values: readonly unknown[]): boolean {
  for (const value of values) {
    const type = typeof value;
    if (type !== "boolean" && type !== "string" && type !== "number" && !isMembers(value)) return false;
  }
  return true;
}

function isMetadata(names: readonly string[], values: readonly unknown[]): boolean {
  for (const name of names) if (name === "" || name.length > 64) return false;
  for (const value of values) {
    const type = typeof value;
    if (type !== "string" && type !== "number" && type !== "boolean") return false;
  }
  return true;
}

function isOwner(owner: unknown): boolean {
  return (
    isMembers(owner) && hasExactly(owner, "team", "email") && isFilled(owner.team, 64) && isFilled(owner.email, 254)
  );
}

function areTags(tags: unknown): boolean {
  if (!Array.isArray(tags) || tags.length > MAX_TAGS) return false;
  for (const tag of tags) if (!isText(tag, 32)) return false;
  return true;
}

function areInstants(schedule: Readonly<Record<string, unknown>>): boolean {
  for (const name in schedule) if (SCHEDULE.has(name) && !isInstant(schedule[name])) return false;
  return true;
}

function areDependencies(dependencies: readonly unknown[]): boolean {
  for (const dependency of dependencies) if (!isDependency(dependency)) return false;
  return true;
}

function isDependency(value: unknown): boolean {
  return (
    isMembers(value) &&
    hasExactly(value, "flag_id", "variant") &&
    isText(value.flag_id, 64) &&
    isFilled(value.variant, 64)
  );
}

function isApproval(value: unknown): boolean {
  return isMembers(value) && hasExactly(value, "by", "at") && isText(value.by, 254) && isInstant(value.at);
}

function isPromotion(value: unknown): boolean {
  return isMembers(value) && hasExactly(value, "from", "version") && isText(value.from, 12) && isCount(value.version);
}

/** What is wrong with `deleted` is another rule's. */
function hasKnownMembers(raw: Subject["raw"]): boolean {
  for (const name in raw) {
    if (name === "rollback" ? !isRollbackMember(raw.rollback) : name !== "deleted" && !LIVE.has(name)) return false;
    if (name === "release" && !RELEASES.has(raw.release)) return false;
  }
  return true;
}

function hasBody(raw: Subject["raw"]): boolean {
  for (const name in raw) if (!DELETED.has(name) && LIVE.has(name)) return true;
  return false;
}
