import { type ItemVersion, isDeleted, type LiveVersion } from "../../../functions/serverless-app/item-version";
import type { HistoryPosition, ItemStore, ListingPosition } from "../../../functions/serverless-app/items/store";
import type { Page, PageRequest } from "../../../functions/shared/page";

/** Keeps items in memory under the conditions that the table holds: a real store, but for its durability. */
export class MemoryItemStore implements ItemStore {
  private readonly items = new Map<string, readonly ItemVersion[]>();

  async current(id: string): Promise<ItemVersion | undefined> {
    return this.items.get(id)?.at(-1);
  }

  async append(version: ItemVersion): Promise<boolean> {
    const versions = this.items.get(version.id) ?? [];
    const head = versions.at(-1);
    const follows =
      head === undefined ? version.version === 1 : !isDeleted(head) && head.version === version.version - 1;
    const placeIsFree = versions.every((other) => other.updated_at !== version.updated_at);
    if (!follows || !placeIsFree) return false;
    this.items.set(version.id, [...versions, version]);
    return true;
  }

  async list({ limit, after }: PageRequest<ListingPosition>): Promise<Page<LiveVersion, ListingPosition>> {
    const live = [...this.items.values()].flatMap((versions) => {
      const head = versions.at(-1);
      return head === undefined || isDeleted(head) ? [] : [head];
    });
    const newestFirst = live.sort((a, b) => b.created_at - a.created_at || (a.id < b.id ? 1 : -1));
    const rest = newestFirst.filter(
      (item) =>
        after === undefined ||
        item.created_at < after.created_at ||
        (item.created_at === after.created_at && item.id < after.id),
    );
    return page(rest, limit, ({ id, created_at }) => ({ id, created_at }));
  }

  async history(
    id: string,
    { limit, after }: PageRequest<HistoryPosition>,
  ): Promise<Page<ItemVersion, HistoryPosition>> {
    const newestFirst = [...(this.items.get(id) ?? [])].sort((a, b) => b.updated_at - a.updated_at);
    const rest = newestFirst.filter((version) => after === undefined || version.updated_at < after.timestamp);
    return page(rest, limit, ({ updated_at }) => ({ id, timestamp: updated_at }));
  }
}

function page<Entry, Position>(
  rest: readonly Entry[],
  limit: number,
  positionOf: (entry: Entry) => Position,
): Page<Entry, Position> {
  const entries = rest.slice(0, limit);
  const last = entries.at(-1);
  return rest.length > limit && last !== undefined ? { entries, next: positionOf(last) } : { entries };
}
