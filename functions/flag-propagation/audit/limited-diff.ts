import { cut } from "./cut";
import type { AuditChange, AuditEntry } from "./entry";

/** Longest path, in characters. Names in the API are far shorter, and OpenSearch refuses terms of more than 32,766 bytes. */
const LONGEST_PATH = 1_000;

/** Of changes, more than anybody reads; of a value, more than a message of the queue has room for. */
const WIDEST = { changes: 1_000, characters: 200_000 };

interface DiffLimits {
  /** How many changes are told: the first ones. */
  readonly changes: number;
  /** Characters of a value. */
  readonly characters: number;
}

/** A diff within the limits, and whether it had to be shortened for that. */
export function limitedDiff(
  diff: readonly AuditChange[],
  { changes, characters }: DiffLimits = WIDEST,
): Pick<AuditEntry, "diff" | "diff_truncated"> {
  let truncated = diff.length > changes;
  const shortened = (text: string, most: number) => {
    truncated ||= text.length > most;
    return cut(text, most);
  };
  const limited = diff.slice(0, changes).map(({ path, before, after }) => ({
    path: shortened(path, LONGEST_PATH),
    ...(before !== undefined && { before: shortened(before, characters) }),
    ...(after !== undefined && { after: shortened(after, characters) }),
  }));
  return { diff: limited, ...(truncated && { diff_truncated: true as const }) };
}
