import { EVERY_SERVICE } from "../release/share";
import { diff } from "./diff";
import type { AuditEntry } from "./entry";
import { type Item, isObject } from "./json-item";
import { makeEntry } from "./make-entry";
import type { RecordChange } from "./record-change";

/** The parts of the system that do what a verdict tells. */
const VALIDATOR = "flag-validator";
const RELEASE = "flag-release";
const CHECKER = "consistency-checker";

/** Rules that are named in a sentence; all of them are in the details. */
const RULES_NAMED = 5;

/** Tells what a change of a verdict says that it did not say before: one entry for each. */
export function verdictEntries(change: RecordChange): readonly AuditEntry[] {
  const { before, after } = change;
  if (after === undefined) return [];
  const entries = [decision(change, before, after), publication(change, before, after), check(change, before, after)];
  return entries.filter((entry) => entry !== undefined);
}

function decision(change: RecordChange, before: Item | undefined, after: Item): AuditEntry | undefined {
  const { valid, validated_at: at } = after;
  if (before !== undefined && before.valid === valid) return undefined;
  const fact = { action: "verdict", at, user: VALIDATOR } as const;
  if (typeof valid !== "boolean") {
    const reason = "The verdict does not say whether the version is valid: it was written beside the validator.";
    return makeEntry(change, after, { ...fact, user: "unknown", reason, outcome: "unreadable" });
  }
  const [broken, advisories] = [idsIn(after.broken), idsIn(after.advisories)];
  return makeEntry(change, after, {
    ...fact,
    reason: valid ? keeps(advisories) : `The version breaks ${named("critical", broken)}.`,
    outcome: valid ? "valid" : "invalid",
    details: { broken, advisories },
  });
}

function keeps(advisories: readonly string[]): string {
  const critical = "The version keeps all critical rules";
  return advisories.length === 0 ? `${critical}.` : `${critical}, and breaks ${named("advisory", advisories)}.`;
}

function named(kind: "critical" | "advisory", ids: readonly string[]): string {
  if (ids.length === 0) return `${kind} rules that it does not name`;
  const first = ids.slice(0, RULES_NAMED).join(", ");
  const more = ids.length > RULES_NAMED ? ` and ${ids.length - RULES_NAMED} more` : "";
  return `${ids.length} ${kind} ${ids.length === 1 ? "rule" : "rules"}: ${first}${more}`;
}

/** A release gives the version to a larger share of the services than the validator did. */
function publication(change: RecordChange, before: Item | undefined, after: Item): AuditEntry | undefined {
  const at = after.published_at;
  if (at === undefined) return undefined;
  const share = shareOf(after);
  const larger = before?.published_at !== undefined && share > shareOf(before);
  const again = at === before?.published_at;
  if (again && !larger) return undefined;
  return makeEntry(change, after, {
    action: "publication",
    at: larger ? after.share_at : at,
    user: larger ? RELEASE : VALIDATOR,
    reason: publishedTo(share),
    outcome: "published",
    details: { share: after.share ?? EVERY_SERVICE, ...laterAdvisories(before, after) },
  });
}

/** What depends on other flags is decided before it is published, and its advisory rules after that. */
function laterAdvisories(before: Item | undefined, after: Item): { readonly advisories?: readonly string[] } {
  const advisories = idsIn(after.advisories);
  const later = before !== undefined && before.published_at === undefined && advisories.length > 0;
  return later ? { advisories } : {};
}

function publishedTo(share: number): string {
  if (Number.isNaN(share)) return "Published, to a share of the services that cannot be read.";
  return share >= EVERY_SERVICE ? "Published to all services." : `Published to ${share} % of the services.`;
}

/** In percent; no number for what cannot be read, which is never a larger one. */
function shareOf({ share = EVERY_SERVICE }: Item): number {
  return typeof share === "number" ? share : Number.NaN;
}

function check(change: RecordChange, before: Item | undefined, after: Item): AuditEntry | undefined {
  const { last_check, confirmed_at } = after;
  const fact = { action: "check", user: CHECKER } as const;
  if (isObject(last_check) && isOther(before?.last_check, last_check)) {
    const { at, outcome, ...details } = last_check;
    const found = typeof outcome === "string" ? outcome : "unreadable";
    return makeEntry(change, after, { ...fact, at, reason: reasonOf(found, details), outcome: found, details });
  }
  if (confirmed_at === undefined || confirmed_at === before?.confirmed_at) return undefined;
  const reason = "Every service that takes the flag was found to have the version.";
  return makeEntry(change, after, { ...fact, at: confirmed_at, reason, outcome: "consistent" });
}

/** DynamoDB keeps the members of a map in no order. */
function isOther(before: unknown, after: Item): boolean {
  return !isObject(before) || diff(before, after).length > 0;
}

function reasonOf(outcome: string, { services, disagreeing }: Item): string {
  if (typeof services !== "number" || typeof disagreeing !== "number") return "What the check found cannot be read.";
  const of = `of ${services} ${services === 1 ? "service" : "services"}`;
  switch (outcome) {
    case "consistent":
      return `${services - disagreeing} ${of} had the version.`;
    case "lagging":
      return `${disagreeing} ${of} did not have the version yet.`;
    default:
      return `${disagreeing} ${of} disagreed with the table.`;
  }
}

function idsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((id) => typeof id === "string") : [];
}
