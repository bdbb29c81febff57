import type { Page, PageRequest } from "../../shared/page";
import type { ItemVersion, LiveVersion } from "../item-version";

/** The place after an item in the listing. */
export interface ListingPosition {
  readonly id: string;
  readonly created_at: number;
}

/** The place after a version in an item's history. */
export interface HistoryPosition {
  readonly id: string;
  readonly timestamp: number;
}

/** Where items and their versions are kept. */
export interface ItemStore {
  /** The current version, be it a tombstone; undefined where there never was such an item. */
  current(id: string): Promise<ItemVersion | undefined>;

  /**
   * Adds a version on top of its predecessor, or the first one of a new item, wholly or not at all.
   *
   * @returns false when the item's current version is not the predecessor, so another writer was first.
   */
  append(version: ItemVersion): Promise<boolean>;

  /** Items that are not deleted, newest first. */
  list(request: PageRequest<ListingPosition>): Promise<Page<LiveVersion, ListingPosition>>;

  /** An item's versions, newest first. */
  history(id: string, request: PageRequest<HistoryPosition>): Promise<Page<ItemVersion, HistoryPosition>>;
}
