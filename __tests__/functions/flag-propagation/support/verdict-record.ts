import type { Verdict } from "../../../../functions/flag-propagation/flag/verdict";
import { attributesOf } from "../../../../functions/flag-propagation/validator/attribute-values";
import type { StreamRecord } from "../../../../functions/flag-propagation/validator/stream-record";
import { rawStreamRecord } from "./flag-stream-record";

/** A verdict on a version that was published, changed as given. */
export function verdict(changes: Partial<Verdict> = {}): Verdict {
  return {
    flag_id: "new-menu",
    record: "verdict#0000000000000003#100000000000000000001",
    version: 3,
    valid: true,
    broken: [],
    advisories: [],
    validated_at: 1_795_262_400_000,
    published_at: 1_795_262_400_090,
    ...changes,
  };
}

/** A write of a verdict, as Lambda hands it over from the table's stream. */
export function verdictRecord(sequenceNumber: string, written: Verdict, previous?: Verdict): StreamRecord {
  return rawStreamRecord(sequenceNumber, {
    eventName: previous === undefined ? "INSERT" : "MODIFY",
    keys: { flag_id: { S: written.flag_id }, record: { S: written.record } },
    newImage: imageOf(written),
    oldImage: previous && imageOf(previous),
  });
}

function imageOf(item: Verdict) {
  return attributesOf({ ...item }) as unknown as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}
