import { jest } from "@jest/globals";
import { type CacheEntry, encodeEntry } from "../../../../functions/flag-propagation/cache/cache-entry";
import type { CheckerPorts } from "../../../../functions/flag-propagation/consistency-checker/ports";
import { MemoryPublishedFlags, PUBLISHED_AT } from "./memory-published-flags";

/** Long enough after all that is published for nothing to be on its way. */
export const NOW = PUBLISHED_AT + 3_600_000;

/** The caches of services in memory: service and flag → entry. */
export class MemoryCaches {
  readonly kept = new Map<string, CacheEntry>();
  reads = 0;

  async values(flagId: string, services: readonly string[]) {
    this.reads += 1;
    return services.map((service) => this.kept.get(`${service} ${flagId}`)).map((entry) => entry && encodeEntry(entry));
  }

  async flagIds(service: string) {
    return [...this.kept.keys(), `${service} #revision`].flatMap((key) => {
      const [of, flagId = ""] = key.split(" ");
      return of === service ? [flagId] : [];
    });
  }

  put(services: readonly string[], entry: CacheEntry): void {
    for (const service of services) this.kept.set(`${service} ${entry.flag_id}`, entry);
  }
}

export function checkerUnderTest(services: readonly string[], parts: Partial<CheckerPorts> = {}) {
  const flags = new MemoryPublishedFlags();
  const caches = new MemoryCaches();
  const counted: (readonly [string, number])[] = [];
  const logged: (readonly [string, string, Readonly<Record<string, unknown>>])[] = [];
  const now = jest.fn(() => NOW);
  const ports: CheckerPorts = {
    flags,
    caches,
    services,
    bakeMs: 600_000,
    count: (...one) => counted.push(one),
    measure: (...one) => counted.push(one),
    log: (...one) => logged.push(one),
    now,
    ...parts,
  };
  return { flags, caches, counted, logged, now, ports };
}
