import { FLAG_PUBLISHED, FLAG_REJECTED } from "../events/flag-event";
import { CURRENT, VERDICT_PREFIX } from "../flag/table-keys";
import { EVERY_SERVICE } from "../release/share";
import { plainItem } from "../validator/attribute-values";
import type { StreamRecord } from "../validator/stream-record";
import type { FlagEvent } from "./ports";

type Item = Readonly<Record<string, unknown>>;

export type VerdictReading =
  | { readonly kind: "event"; readonly event: FlagEvent }
  /** Nothing has come to its end by this record: a decision alone, or a verdict that was final before. */
  | { readonly kind: "nothing" }
  /** Nobody can tell what it says. */
  | { readonly kind: "unreadable"; readonly fault: string };

/** Reads what a change of a verdict in the table's stream tells the bus. */
export function readVerdict({ eventName, dynamodb }: StreamRecord, environment: string): VerdictReading {
  if (eventName === "REMOVE" || dynamodb.Keys?.record?.S === CURRENT) return { kind: "nothing" };
  if (dynamodb.NewImage === undefined) {
    return { kind: "unreadable", fault: "It has no NewImage. Set the stream's view type to NEW_AND_OLD_IMAGES." };
  }
  const verdict = plainItem(dynamodb.NewImage).item;
  if (typeof verdict.record !== "string") return { kind: "unreadable", fault: "record is no text" };
  if (!verdict.record.startsWith(VERDICT_PREFIX)) return { kind: "nothing" };
  const fault = faultOf(verdict);
  if (fault !== undefined) return { kind: "unreadable", fault };
  if (!isFinal(verdict)) return { kind: "nothing" };
  // A verdict that was final is told already: what changes then is what the caches are found to have, or the share.
  if (dynamodb.OldImage !== undefined && saysTheSame(plainItem(dynamodb.OldImage).item, verdict)) {
    return { kind: "nothing" };
  }
  return { kind: "event", event: eventOf(verdict, environment) };
}

function faultOf({ flag_id, version, valid, broken, validated_at, published_at, share }: Item): string | undefined {
  if (typeof flag_id !== "string" || flag_id === "") return "flag_id is no text";
  if (!Number.isSafeInteger(version) || Number(version) < 0) return "version is no whole number from 0 on";
  if (typeof valid !== "boolean") return "valid is no truth value";
  if (!isTime(validated_at)) return "validated_at is no time";
  if (published_at !== undefined && !isTime(published_at)) return "published_at is no time";
  if (share !== undefined && !isShare(share)) return `share is no percentage above 0, up to ${EVERY_SERVICE}`;
  if (!Array.isArray(broken) || !broken.every((id) => typeof id === "string")) return "broken is no list of texts";
  return undefined;
}

function isTime(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

function isShare(value: unknown): boolean {
  return typeof value === "number" && value > 0 && value <= EVERY_SERVICE;
}

function isFinal({ valid, published_at }: Item): boolean {
  return valid === false || published_at !== undefined;
}

/** A share that grew belongs to a release that has begun, and goes on in the execution that the first share started. */
function saysTheSame(before: Item, after: Item): boolean {
  if (before.valid !== after.valid) return false;
  return before.published_at === after.published_at || (before.published_at !== undefined && isLarger(before, after));
}

function isLarger(before: Item, after: Item): boolean {
  return shareOf(after) > shareOf(before);
}

function shareOf({ share }: Item): number {
  return typeof share === "number" ? share : EVERY_SERVICE;
}

/** @param verdict one without a fault */
function eventOf(verdict: Item, environment: string): FlagEvent {
  const { flag_id, version, valid, broken, validated_at, published_at } = verdict;
  const told = {
    flag_id: flag_id as string,
    version: version as number,
    environment,
    validated_at: validated_at as number,
  };
  return valid === true
    ? { detailType: FLAG_PUBLISHED, detail: { ...told, published_at: published_at as number, share: shareOf(verdict) } }
    : { detailType: FLAG_REJECTED, detail: { ...told, broken: broken as readonly string[] } };
}
