import { messageBody } from "../../shared/aws/message-body";
import type { AuditEntry } from "./entry";
import { limitedDiff } from "./limited-diff";

/** Bytes of UTF-8 that a message has at most. */
export const LARGEST_BODY = 200_000;

const START = '{"entries":[';
const END = "]}";
const LARGEST_ENTRY = LARGEST_BODY - START.length - END.length;

/**
 * What is left of a diff that is too large, one after another until the entry fits: values first, then changes. With
 * the last of these and without details every entry fits, since all its other texts are short.
 */
const DIFF_LIMITS = [
  { changes: 1_000, characters: 16_000 },
  { changes: 1_000, characters: 4_000 },
  { changes: 1_000, characters: 1_000 },
  { changes: 1_000, characters: 250 },
  { changes: 250, characters: 250 },
  { changes: 60, characters: 250 },
  { changes: 15, characters: 250 },
];

export interface PackedMessage {
  /** JSON of an AuditMessage. */
  readonly body: string;
  /** How many entries it has. */
  readonly count: number;
}

/** Entries in their order, in as few messages as their size allows. */
export function packMessages(entries: readonly AuditEntry[]): readonly PackedMessage[] {
  const messages: string[][] = [];
  let room = 0;
  for (const text of entries.map(fittingText)) {
    const size = Buffer.byteLength(text);
    const last = messages.at(-1);
    // One byte is the comma's.
    if (last === undefined || size + 1 > room) {
      messages.push([text]);
      room = LARGEST_ENTRY - size;
    } else {
      last.push(text);
      room -= size + 1;
    }
  }
  return messages.map((texts) => ({ body: `${START}${texts.join(",")}${END}`, count: texts.length }));
}

function fittingText(entry: AuditEntry): string {
  let text = messageBody(entry);
  let shorter = entry;
  for (const limits of DIFF_LIMITS) {
    if (fits(text)) return text;
    shorter = { ...entry, ...(entry.diff && limitedDiff(entry.diff, limits)) };
    text = messageBody(shorter);
  }
  return fits(text) ? text : messageBody({ ...shorter, details: { truncated: true } });
}

function fits(text: string): boolean {
  return Buffer.byteLength(text) <= LARGEST_ENTRY;
}
