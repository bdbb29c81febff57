import { unmarshallDynamoDB } from "@aws-lambda-powertools/commons/utils/unmarshallDynamoDB";
import { faults } from "../../shared/http/faults";
import type { Fault } from "../../shared/http/problem";
import { historyRecordSchema, isHead } from "../item-record";
import type { ItemVersion } from "../item-version";
import type { StreamRecord } from "./stream-batch";

/** What a record of the stream turned out to be. */
export type Reading =
  | { readonly kind: "change"; readonly version: ItemVersion }
  /** Nothing that subscribers need to know. */
  | { readonly kind: "skipped"; readonly reason: "head-record" | "removed" }
  /** Will never be readable, however often it is delivered. */
  | { readonly kind: "rejected"; readonly reason: "invalid-record"; readonly faults: readonly Fault[] };

export function readRecord(record: StreamRecord): Reading {
  if (record.eventName === "REMOVE") return { kind: "skipped", reason: "removed" };
  const image = readImage(record);
  if (image instanceof Error) return rejected([{ pointer: "", detail: image.message }]);
  if (isHead(image)) return { kind: "skipped", reason: "head-record" };
  const parsed = historyRecordSchema.safeParse(image);
  return parsed.success ? { kind: "change", version: parsed.data } : rejected(faults(parsed.error));
}

function readImage({ dynamodb }: StreamRecord): unknown {
  if (dynamodb.NewImage === undefined) return new Error("The record has no NewImage.");
  try {
    return unmarshallDynamoDB(dynamodb.NewImage as Parameters<typeof unmarshallDynamoDB>[0]);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function rejected(found: readonly Fault[]): Reading {
  return { kind: "rejected", reason: "invalid-record", faults: found };
}
