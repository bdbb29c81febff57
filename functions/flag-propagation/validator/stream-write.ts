import { CURRENT, LISTING, verdictKey } from "../flag/table-keys";
import { plainItem } from "./attribute-values";
import type { StreamRecord } from "./stream-record";

/** One write of a flag's current version, as the stream tells it. */
export interface StreamWrite {
  readonly sequenceNumber: string;
  readonly flagId: string;
  /** Where the verdict on it is kept. */
  readonly verdictRecord: string;
  /** 0 where the record has no readable version. */
  readonly version: number;
  /** When it was written, by the table's own clock; undefined where the stream does not say. Milliseconds since 1970. */
  readonly writtenAt: number | undefined;
  /** The flag's version as the table has it, without the table's own attributes. */
  readonly record: Readonly<Record<string, unknown>>;
  /** The version before it. */
  readonly previous: Readonly<Record<string, unknown>> | undefined;
  /** Whether `record` is all that was written; where not, it holds what JSON does not have, or is past all limits. */
  readonly complete: boolean;
}

export type Reading =
  | { readonly kind: "write"; readonly write: StreamWrite }
  /** A history record or a verdict, which the mapping's filter keeps away. */
  | { readonly kind: "other" }
  /** The current version is gone, which no API does. */
  | { readonly kind: "removed"; readonly flagId: string }
  /** Not what a stream with new and old images gives: nothing can be said about it, so it must not get lost. */
  | { readonly kind: "unreadable"; readonly fault: string };

export function readStreamRecord({ eventName, dynamodb }: StreamRecord): Reading {
  const keys = plainItem(dynamodb.Keys ?? dynamodb.NewImage ?? dynamodb.OldImage).item;
  const { flag_id: flagId, record: place } = keys;
  if (typeof flagId !== "string" || typeof place !== "string") {
    return { kind: "unreadable", fault: "It has no keys flag_id and record." };
  }
  if (place !== CURRENT) return { kind: "other" };
  if (eventName === "REMOVE") return { kind: "removed", flagId };
  if (dynamodb.NewImage === undefined) {
    return { kind: "unreadable", fault: "It has no NewImage. Set the stream's view type to NEW_AND_OLD_IMAGES." };
  }
  const { item, complete } = plainItem(dynamodb.NewImage);
  const version = versionOf(item);
  return {
    kind: "write",
    write: {
      sequenceNumber: dynamodb.SequenceNumber,
      flagId,
      verdictRecord: verdictKey(version, dynamodb.SequenceNumber),
      version,
      writtenAt: writtenAt(dynamodb.ApproximateCreationDateTime, item.written_at),
      record: withoutTableAttributes(item),
      previous: dynamodb.OldImage && withoutTableAttributes(plainItem(dynamodb.OldImage).item),
      complete,
    },
  };
}

/** The stream rounds down to whole seconds; within the second that it gives, the writer's own clock is taken. */
function writtenAt(seconds: unknown, claimed: unknown): number | undefined {
  if (typeof seconds !== "number" || !(seconds > 0)) return undefined;
  const second = Math.floor(seconds) * 1000;
  return typeof claimed === "number" && claimed >= second && claimed < second + 1000 ? claimed : second;
}

function versionOf({ version }: Readonly<Record<string, unknown>>): number {
  return Number.isSafeInteger(version) && Number(version) > 0 ? Number(version) : 0;
}

/** What the table adds to a version to keep it as the current one; of any other value, it is the writer's and stays. */
export function withoutTableAttributes(item: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const added = (name: string, value: unknown) =>
    (name === "record" && value === CURRENT) || (name === "listing" && value === LISTING);
  return Object.fromEntries(Object.entries(item).filter(([name, value]) => !added(name, value)));
}
