import { type CacheEntry, decodeEntry, encodeEntry } from "../../../functions/flag-propagation/cache/cache-entry";
import type { Invariants } from "../invariants";
import type { System } from "../system";

const RUBBISH = "who was here?";

/** What somebody does to an entry; undefined removes it. */
const DEEDS: Readonly<Record<string, (entry: CacheEntry, step: number) => string | undefined>> = {
  "removes it": () => undefined,
  "leaves rubbish": () => RUBBISH,
  "makes it newer": (entry, step) => encodeEntry({ ...entry, version: entry.version + step }),
  "makes it older": (entry, step) => encodeEntry({ ...entry, version: Math.max(1, entry.version - step) }),
  "changes what it says": (entry) => {
    if ("deleted" in entry) return undefined;
    const state = entry.flag.state === "ENABLED" ? "DISABLED" : "ENABLED";
    return encodeEntry({ ...entry, flag: { ...entry.flag, state } });
  },
};

/** Changes entries in the caches without any of the functions. */
export class StrayWriter {
  constructor(
    private readonly system: System,
    private readonly invariants: Invariants,
    private readonly flags: readonly string[],
  ) {}

  /** @param until milliseconds from now */
  start(deeds: number, until: number): void {
    const { world } = this.system;
    for (let deed = 0; deed < deeds; deed++) world.after(world.random.between(100, until), () => this.damage());
  }

  private damage(): void {
    const { world, queues, caches } = this.system;
    const { random } = world;
    const { name: service } = random.pick(queues);
    const flagId = random.pick(this.flags);
    const [what, deed] = random.pick(Object.entries(DEEDS));
    const step = random.between(1, 4);
    const entry = decodeEntry(caches.get(service, flagId) ?? "");
    if (entry === undefined) return;
    const value = deed(entry, step);
    world.say(() => `somebody finds ${flagId} v${entry.version} in the cache of ${service} and ${what}`);
    this.invariants.damaged(service, flagId);
    caches.damage(service, flagId, value);
  }
}
