import type { Instance, Value } from "./value";

/** What a block comes to: one instance, a list of them by `count`, or a map of them by `for_each`. */
export interface Expansion<T extends Instance = Instance> {
  readonly instances: readonly T[];
  /** What the block's name stands for in an expression. */
  readonly value: Value;
}

export function single<T extends Instance>(instance: T): Expansion<T> {
  return { instances: [instance], value: instance };
}

export function counted<T extends Instance>(count: number, make: (index: number) => T): Expansion<T> {
  const instances = Array.from({ length: count }, (_, index) => make(index));
  return { instances, value: instances };
}

export function keyed<T extends Instance>(keys: readonly string[], make: (key: string) => T): Expansion<T> {
  const byKey = keys.map((key) => [key, make(key)] as const);
  return { instances: byKey.map(([, instance]) => instance), value: Object.fromEntries(byKey) };
}
