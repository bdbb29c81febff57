import type { FlagReader } from "./ports";

type FlagRecord = Readonly<Record<string, unknown>>;

/** How far dependencies are followed. The rules allow far less; past it, a flag counts as one that does not exist. */
const MAX_ROUNDS = 12;

/** Flags that are read for one record. */
const MAX_FLAGS = 100;

/**
 * The current versions of all flags that each of the records depends on, directly or not. Each round asks once for what
 * all records need next, so that the number of reads depends on the depth of the dependencies alone.
 *
 * @returns for each record, in order, what its dependencies are, by id; empty for a record without any
 */
export async function knownFlags(
  records: readonly FlagRecord[],
  flags: FlagReader,
): Promise<readonly ReadonlyMap<string, FlagRecord>[]> {
  const read = new Map<string, FlagRecord | undefined>();
  const walks = records.map((record) => new Walk(record));
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const wanted = new Set(walks.flatMap((walk) => walk.next));
    const unread = [...wanted].filter((id) => !read.has(id));
    if (unread.length > 0) {
      const found = await flags.current(unread);
      for (const id of unread) read.set(id, found.get(id));
    }
    for (const walk of walks) walk.follow(read);
    if (walks.every((walk) => walk.next.length === 0)) break;
  }
  return walks.map((walk) => walk.found);
}

/** Ids of the flags that a record depends on directly, whatever else is wrong with it; each once, none longer than an id. */
export function dependencyIds(record: FlagRecord): readonly string[] {
  const dependencies = own(record, "dependencies");
  if (!Array.isArray(dependencies)) return [];
  const ids = dependencies.slice(0, MAX_FLAGS).map((dependency) => own(dependency, "flag_id"));
  return [...new Set(ids.filter((id): id is string => typeof id === "string" && id.length > 0 && id.length <= 64))];
}

/** From one record along its dependencies, breadth first. */
class Walk {
  readonly found = new Map<string, FlagRecord>();
  next: readonly string[];
  private readonly seen: Set<string>;

  constructor(start: FlagRecord) {
    this.next = dependencyIds(start);
    this.seen = new Set(this.next);
  }

  follow(read: ReadonlyMap<string, FlagRecord | undefined>): void {
    const next: string[] = [];
    for (const id of this.next) {
      const record = read.get(id);
      if (record === undefined) continue;
      this.found.set(id, record);
      for (const dependency of dependencyIds(record)) {
        if (this.seen.has(dependency) || this.seen.size >= MAX_FLAGS) continue;
        this.seen.add(dependency);
        next.push(dependency);
      }
    }
    this.next = next;
  }
}

function own(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as FlagRecord)[name]
    : undefined;
}
