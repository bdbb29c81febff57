import { isDeepStrictEqual } from "node:util";
import { ROLLBACK_USER, type Rollback } from "../../../functions/flag-propagation/flag/rollback";
import { VERDICT_PREFIX } from "../../../functions/flag-propagation/flag/table-keys";
import { PROPAGATED } from "../invariants";
import { verdictsOn } from "../ports";
import type { System } from "../system";
import type { Item, StreamEntry } from "../table";

export const NET_INVARIANTS = {
  newer: "a rollback never undoes a newer change",
  endless: "rollbacks of a flag never repeat without end",
  content: "a rollback puts the content of an earlier valid version in place",
  told: "every publication is told to the bus",
  swept: "after a sweep that succeeded every cache equals the table, but for flags that it paged about",
  mended: "after sweeps, and changes of what they give up, every cache equals the table",
} as const;

/** So many in a row are none too many. */
const MOST_IN_A_ROW = 2;

/** Watches what the safety net writes. */
export class NetInvariants {
  /** Rollbacks in a row, by flag. */
  private readonly inARow = new Map<string, number>();

  constructor(private readonly system: System) {
    system.table.onWrite((entry) => this.written(entry));
  }

  /** @param told versions that the bus was told were published, as `flag version` */
  ended(told: ReadonlySet<string>): void {
    for (const { flag_id, version, valid } of this.system.table.all().filter(isVerdict)) {
      const name = `${flag_id} ${String(version)}`;
      if (valid === true && !told.has(name)) this.violate("told", `${name} was published, and the bus never heard`);
    }
  }

  violate(invariant: keyof typeof NET_INVARIANTS, details: string): void {
    this.system.world.violate(NET_INVARIANTS[invariant], details);
  }

  private written({ item, previous }: StreamEntry): void {
    const { flag_id: flagId } = item;
    if (item.user !== ROLLBACK_USER) {
      this.inARow.set(flagId, 0);
      return;
    }
    const name = nameOf(item);
    const { from, to } = item.rollback as Rollback;
    // One that was refused goes to no service: it is no change.
    if (previous !== undefined && Number(previous.version) > from && !this.isRefused(previous)) {
      this.violate("newer", `${name} rolls v${from} back, when v${String(previous.version)} was there`);
    }
    const inARow = (this.inARow.get(flagId) ?? 0) + 1;
    this.inARow.set(flagId, inARow);
    if (inARow > MOST_IN_A_ROW) this.violate("endless", `${name} is rollback ${inARow} in a row`);
    if (to === from && item.deleted === true) {
      this.deletedAgain(item, previous);
      return;
    }
    const source = this.system.table.stream.find((entry) => entry.item.flag_id === flagId && entry.item.version === to);
    if (source === undefined || !(to <= from && this.isValid(source.item))) {
      this.violate("content", `${name} goes back to v${to}, which is no valid version up to v${from}`);
    } else if (!isDeepStrictEqual(contentOf(source.item), contentOf(item))) {
      this.violate("content", `${name} is not what v${to} is`);
    }
  }

  /** What services had no version of before is deleted, and so is what is deleted already. */
  private deletedAgain(item: Item, previous: Item | undefined): void {
    const { from } = item.rollback as Rollback;
    const undone = previous?.user === ROLLBACK_USER ? (previous.rollback as Rollback).from : undefined;
    const before = this.system.table.stream.find(
      ({ item: { flag_id, version } }) =>
        flag_id === item.flag_id && Number(version) < from && version !== undone && this.isPublished(flag_id, version),
    );
    const was = this.system.table.stream.find(
      (entry) => entry.item.flag_id === item.flag_id && entry.item.version === from,
    );
    if (before !== undefined && was?.item.deleted !== true) {
      this.violate(
        "content",
        `${nameOf(item)} deletes the flag, and there is v${String(before.item.version)} before v${from}`,
      );
    }
  }

  private isPublished(flagId: string, version: unknown): boolean {
    return this.system.table
      .query(flagId, verdictsOn(Number(version)))
      .some(({ valid, published_at }) => valid === true && published_at !== undefined);
  }

  private isRefused({ flag_id, version }: Item): boolean {
    const verdicts = this.system.table.query(flag_id, verdictsOn(Number(version)));
    return verdicts.length > 0 && verdicts.every(({ valid }) => valid === false);
  }

  private isValid({ flag_id, version }: Item): boolean {
    return this.system.table.query(flag_id, verdictsOn(Number(version))).some(({ valid }) => valid === true);
  }
}

function nameOf({ flag_id, version }: Item): string {
  return `${flag_id} v${String(version)}`;
}

function contentOf(item: Item): unknown {
  return ["deleted", ...PROPAGATED].map((name) => item[name]);
}

function isVerdict({ record }: Item): boolean {
  return record.startsWith(VERDICT_PREFIX);
}
