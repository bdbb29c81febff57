import type { FlagSet } from "../evaluation/flag-set";

/**
 * Adds the flags that depend on the given ones, directly or not: what is uncertain about a flag is uncertain about
 * them.
 *
 * @param since a time by flag; a flag that depends on several gets the earliest
 */
export function withDependents(flags: FlagSet, since: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  if (since.size === 0) return since;
  const all = new Map(since);
  for (let grown = true; grown; ) {
    grown = false;
    for (const id of flags.ids) {
      const times = [id, ...flags.dependenciesOf(id)].flatMap((each) => all.get(each) ?? []);
      const earliest = Math.min(...times);
      if (times.length > 0 && all.get(id) !== earliest) {
        all.set(id, earliest);
        grown = true;
      }
    }
  }
  return all;
}
