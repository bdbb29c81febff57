import { CURRENT, VERDICT_PREFIX } from "../flag/table-keys";
import type { StreamRecord } from "../validator/stream-record";
import { type Item, isObject, jsonItem } from "./json-item";

/** A change of a record that the trail tells of. */
export interface RecordChange {
  readonly flagId: string;
  /** Range key, see ../flag/table-keys.ts. */
  readonly record: string;
  /** Place of the change in the table's stream. */
  readonly sequenceNumber: string;
  /** When the table had it, in whole seconds; undefined where the stream does not say. Milliseconds since 1970. */
  readonly streamTime: number | undefined;
  readonly removed: boolean;
  /** The service of AWS that removed it by itself. */
  readonly removedBy: string | undefined;
  readonly before: Item | undefined;
  /** Undefined for a removed record, and where the stream gives no image. */
  readonly after: Item | undefined;
  /** The deployment, such as `dev`; what the record says of it is the writer's claim. */
  readonly environment: string;
}

/** Undefined for a record of another kind, such as a version in the history, which repeats the current one. */
export function readChange(
  { eventName, dynamodb, userIdentity }: StreamRecord,
  environment: string,
): RecordChange | undefined {
  const { flag_id, record } = jsonItem(dynamodb.Keys ?? dynamodb.NewImage ?? dynamodb.OldImage);
  if (typeof record !== "string" || !(record === CURRENT || record.startsWith(VERDICT_PREFIX))) return undefined;
  const { NewImage, OldImage, SequenceNumber, ApproximateCreationDateTime: seconds } = dynamodb;
  const removed = eventName === "REMOVE";
  return {
    flagId: typeof flag_id === "string" && flag_id !== "" ? flag_id : "unknown",
    record,
    sequenceNumber: SequenceNumber,
    streamTime: typeof seconds === "number" && seconds > 0 ? Math.floor(seconds) * 1000 : undefined,
    removed,
    removedBy: removed ? serviceOf(userIdentity) : undefined,
    before: OldImage && jsonItem(OldImage),
    after: removed || NewImage === undefined ? undefined : jsonItem(NewImage),
    environment,
  };
}

/** The stream names who it was only for what a service of AWS removes by itself. */
function serviceOf(identity: unknown): string | undefined {
  if (!isObject(identity) || identity.type !== "Service") return undefined;
  return typeof identity.principalId === "string" ? identity.principalId : undefined;
}
