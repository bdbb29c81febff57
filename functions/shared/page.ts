export interface PageRequest<Position> {
  readonly limit: number;
  /** @default the first page */
  readonly after?: Position | undefined;
}

export interface Page<Entry, Position> {
  readonly entries: readonly Entry[];
  /** Absent on the last page. */
  readonly next?: Position | undefined;
}

/**
 * Cuts a query's result to the page asked for. The query asks for one entry more, which tells the last page from one
 * that has a successor; DynamoDB alone does not when a page ends where the list ends.
 */
export function page<Entry, Position>(
  found: readonly Entry[],
  limit: number,
  unread: boolean,
  positionOf: (entry: Entry) => Position,
): Page<Entry, Position> {
  const entries = found.slice(0, limit);
  const last = entries.at(-1);
  const more = found.length > limit || unread;
  return more && last !== undefined ? { entries, next: positionOf(last) } : { entries };
}
