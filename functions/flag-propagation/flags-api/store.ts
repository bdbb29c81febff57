import type { Page, PageRequest } from "../../shared/page";
import type { FlagVersion } from "../flag/flag-version";
import type { FlagReader } from "../validator/ports";

/**
 * A version of a flag as it was found. The API writes nothing but flag versions; a writer beside it may have left
 * anything, of which only what is named here is certain.
 */
export type StoredVersion = Readonly<Record<string, unknown>> & {
  readonly flag_id: string;
  /** 0 where what was found has no readable version. */
  readonly version: number;
};

/** The place after a flag in the list. */
export interface ListingPosition {
  readonly flag_id: string;
}

/** The place after a version in a flag's history. */
export interface HistoryPosition {
  readonly flag_id: string;
  readonly version: number;
}

/** What is read of flags for those who ask. */
export interface FlagReads {
  /** The current version, also one that says the flag is deleted; undefined where there never was such a flag. */
  get(flagId: string): Promise<StoredVersion | undefined>;

  /** Flags that are not deleted, by id. */
  list(request: PageRequest<ListingPosition>): Promise<Page<StoredVersion, ListingPosition>>;

  /** A flag's versions, newest first. */
  history(flagId: string, request: PageRequest<HistoryPosition>): Promise<Page<StoredVersion, HistoryPosition>>;
}

/** Where flags are written. What a write stands on is read here too, and nowhere else: a copy may be behind. */
export interface FlagStore extends FlagReader, Pick<FlagReads, "get"> {
  /**
   * Makes a version the current one and adds it to the history, wholly or not at all.
   *
   * @param predecessor the version that it replaces, 0 for none
   * @returns false when that is not the current version, or this version is in the history: another writer was first.
   */
  append(version: FlagVersion, predecessor: number): Promise<boolean>;
}
