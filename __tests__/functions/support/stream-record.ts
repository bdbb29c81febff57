import type { StreamRecord } from "../../../functions/serverless-app/changes/stream-batch";

/** A record of the items table's stream as Lambda hands it over; the image is a plain object. */
export function streamRecord(
  sequenceNumber: string,
  image: Readonly<Record<string, unknown>> | undefined,
  eventName: "INSERT" | "MODIFY" | "REMOVE" = "INSERT",
): StreamRecord {
  return {
    eventID: `event-${sequenceNumber}`,
    eventName,
    eventSource: "aws:dynamodb",
    dynamodb: {
      SequenceNumber: sequenceNumber,
      StreamViewType: "NEW_IMAGE",
      ...(image && { NewImage: marshalled(image) }),
    },
  } as StreamRecord;
}

type Attribute = Readonly<Record<string, unknown>>;

function marshalled(image: Readonly<Record<string, unknown>>): Record<string, Attribute> {
  return Object.fromEntries(Object.entries(image).map(([name, value]) => [name, attribute(value)]));
}

function attribute(value: unknown): Attribute {
  if (typeof value === "string") return { S: value };
  if (typeof value === "number") return { N: String(value) };
  if (typeof value === "boolean") return { BOOL: value };
  return { M: marshalled(value as Readonly<Record<string, unknown>>) };
}
