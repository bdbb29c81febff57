import { CURRENT, LISTING } from "../../../../functions/flag-propagation/flag/table-keys";
import type { StreamRecord } from "../../../../functions/flag-propagation/validator/stream-record";

export type FlagRecord = Readonly<Record<string, unknown>>;
export type Attribute = Readonly<Record<string, unknown>>;

interface Images {
  readonly eventName?: "INSERT" | "MODIFY" | "REMOVE";
  readonly keys?: Readonly<Record<string, Attribute>>;
  readonly newImage?: Readonly<Record<string, Attribute>> | undefined;
  readonly oldImage?: Readonly<Record<string, Attribute>> | undefined;
}

/** A write of a flag's current version, as Lambda hands it over from the table's stream. */
export function flagStreamRecord(sequenceNumber: string, record: FlagRecord, previous?: FlagRecord): StreamRecord {
  return rawStreamRecord(sequenceNumber, {
    eventName: previous === undefined ? "INSERT" : "MODIFY",
    keys: { flag_id: attribute(record.flag_id), record: { S: CURRENT } },
    newImage: image(record),
    oldImage: previous && image(previous),
  });
}

/** A record of the stream with images as DynamoDB's JSON. */
export function rawStreamRecord(sequenceNumber: string, { eventName = "INSERT", ...images }: Images): StreamRecord {
  return {
    eventID: `event-${sequenceNumber}`,
    eventName,
    eventSource: "aws:dynamodb",
    dynamodb: {
      SequenceNumber: sequenceNumber,
      StreamViewType: "NEW_AND_OLD_IMAGES",
      ...(images.keys && { Keys: images.keys }),
      ...(images.newImage && { NewImage: images.newImage }),
      ...(images.oldImage && { OldImage: images.oldImage }),
    },
  } as StreamRecord;
}

/** The record as the table keeps it as the current one. */
export function image(record: FlagRecord): Record<string, Attribute> {
  const listing = record.deleted === true ? {} : { listing: LISTING };
  return marshalled({ ...record, record: CURRENT, ...listing });
}

function marshalled(members: FlagRecord): Record<string, Attribute> {
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [name, attribute(value)]));
}

function attribute(value: unknown): Attribute {
  if (value === null) return { NULL: true };
  if (typeof value === "string") return { S: value };
  if (typeof value === "number") return { N: String(value) };
  if (typeof value === "boolean") return { BOOL: value };
  if (Array.isArray(value)) return { L: value.map(attribute) };
  return { M: marshalled(value as FlagRecord) };
}
