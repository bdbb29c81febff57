import type { FlagChange } from "../../../functions/flag-propagation/flag/flag-change";
import { ROLLBACK_USER, type Rollback } from "../../../functions/flag-propagation/flag/rollback";
import { EVERY_SERVICE, slotOf } from "../../../functions/flag-propagation/release/share";
import { nextShare } from "../../../functions/flag-propagation/release/waves";
import type { System } from "../system";
import type { Item } from "../table";
import type { ReleaseSettings } from "./release-ports";

export const RELEASE_INVARIANTS = {
  outside: "no service has a version before it is released to it",
  waves: "a guarded version goes from share to share, and bakes in each",
  atOnce: "a kill switch and a rollback go to all services at once",
  halted: "no release goes on while the alarm that is watched is not OK",
  backwards: "no rollback gives a version to all services that was in the middle of its release",
  ends: "every release comes to its end, if need be by sweeps",
} as const;

/** What a run may take from its look at the alarm to the publication, in milliseconds. */
const LOOK = 20_000;

/** What the clocks of two functions may be apart, in milliseconds. */
const CLOCKS = 1_000;

/** When a version was published to a share: at first, and at last. Milliseconds since 1970. */
interface Published {
  readonly first: number;
  readonly last: number;
}

/** Watches how versions go from share to share of the services. */
export class ReleaseInvariants {
  /** By version, as `flag version`: the shares that it was published to. */
  private readonly shares = new Map<string, Map<number, Published>>();
  private readonly slots: ReadonlyMap<string, number>;

  constructor(
    private readonly system: System,
    private readonly settings: ReleaseSettings,
  ) {
    const { queues, table, topic, caches } = system;
    this.slots = new Map(queues.map(({ name }, index) => [name, slotOf(index + 1, queues.length)]));
    topic.onAccepted((change, share) => this.published(change, share));
    table.onWrite(({ item }) => this.written(item));
    caches.onWrite((service, { flagId, version }) => this.cached(service, flagId, version));
  }

  violate(invariant: keyof typeof RELEASE_INVARIANTS, details: string): void {
    this.system.world.violate(RELEASE_INVARIANTS[invariant], details);
  }

  private published(change: FlagChange, share: number): void {
    const name = `${change.flag_id} v${change.version}`;
    const shares = this.shares.get(name) ?? new Map<number, Published>();
    this.shares.set(name, shares);
    const at = change.published_at;
    const known = shares.get(share);
    if (known === undefined) this.newShare(name, change, share, shares);
    shares.set(share, { first: Math.min(at, known?.first ?? at), last: Math.max(at, known?.last ?? at) });
  }

  private newShare(name: string, change: FlagChange, share: number, shares: ReadonlyMap<number, Published>): void {
    const { waves, table } = this.system;
    const source = table.stream.find(
      ({ item }) => item.flag_id === change.flag_id && item.version === change.version,
    )?.item;
    if (source !== undefined && goesToAll(source)) {
      if (share < EVERY_SERVICE) this.violate("atOnce", `${name} was published to ${share} %`);
      return;
    }
    const before = Math.max(0, ...shares.keys());
    if (share !== nextShare(waves, before)) {
      this.violate("waves", `${name} was published to ${share} % after ${before} %, waves are ${waves.join(", ")}`);
    }
    const baking = shares.get(before);
    if (baking === undefined) return;
    const baked = change.published_at - baking.first;
    if (baked < this.settings.bakeMs) this.violate("waves", `${name} baked ${baked} ms in ${before} % of the services`);
    const off = this.settings.alarm?.off.find(
      ({ from, to }) => to > baking.last + CLOCKS && from < change.published_at - LOOK,
    );
    if (off !== undefined) this.violate("halted", `${name} was published to ${share} %, the alarm had gone off`);
  }

  private written({ flag_id: flagId, version, user, rollback, deleted }: Item): void {
    if (user !== ROLLBACK_USER || deleted === true) return;
    const { from, to } = rollback as Rollback;
    const share = Math.max(0, ...(this.shares.get(`${flagId} v${from}`)?.keys() ?? []));
    if (to === from && share < EVERY_SERVICE) {
      this.violate("backwards", `${flagId} v${String(version)} says what v${from} says, which ${share} % have`);
    }
  }

  private cached(service: string, flagId: string, version: number): void {
    const share = Math.max(0, ...(this.shares.get(`${flagId} v${version}`)?.keys() ?? []));
    if ((this.slots.get(service) ?? 0) > share) {
      this.violate("outside", `${service} has ${flagId} v${version}, which was published to ${share} %`);
    }
  }
}

function goesToAll({ release, user }: Item): boolean {
  return release === "immediate" || user === ROLLBACK_USER;
}
