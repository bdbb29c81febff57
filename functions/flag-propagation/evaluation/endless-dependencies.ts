import type { FlagDependency } from "../flag/flag";

/** Longest chain of flags that depend on one another. A longer one is refused, so that evaluation never overflows. */
export const DEPENDENCY_CHAIN_LIMIT = 32;

interface Dependent {
  readonly dependencies: readonly FlagDependency[];
}

/**
 * The flags whose dependencies lead into a cycle, or through a longer chain than is allowed. Told from the whole set
 * at once, so that it is the same whichever flag is asked for first. A dependency that does not exist ends a chain.
 */
export function endlessDependencies(flags: ReadonlyMap<string, Dependent>): ReadonlySet<string> {
  const waiting = new Map<string, { open: number; length: number }>();
  const dependents = new Map<string, string[]>();
  for (const [id, { dependencies }] of flags) {
    const present = dependencies.filter((dependency) => flags.has(dependency.flag_id));
    if (present.length === 0) continue;
    waiting.set(id, { open: present.length, length: 1 });
    for (const { flag_id } of present) {
      const others = dependents.get(flag_id);
      if (others === undefined) dependents.set(flag_id, [id]);
      else others.push(id);
    }
  }
  const endless = new Set(waiting.keys());
  const settled = [...dependents.keys()].filter((id) => !waiting.has(id)).map((id) => ({ id, length: 1 }));
  for (let next = settled.pop(); next !== undefined; next = settled.pop()) {
    for (const id of dependents.get(next.id) ?? []) {
      const flag = waiting.get(id);
      if (flag === undefined) continue;
      flag.length = Math.max(flag.length, next.length + 1);
      flag.open -= 1;
      if (flag.open > 0) continue;
      if (flag.length <= DEPENDENCY_CHAIN_LIMIT) endless.delete(id);
      settled.push({ id, length: flag.length });
    }
  }
  return endless;
}
