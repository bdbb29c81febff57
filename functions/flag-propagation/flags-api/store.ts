import type { Page, PageRequest } from "../../shared/page";
import type { FlagVersion } from "../flag/flag-version";
import type { Verdict } from "../flag/verdict";
import type { FlagReader } from "../validator/ports";
import type { ServiceFlags } from "./service-flags";

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

/** Where flags, their versions and the validator's verdicts on them are kept. */
export interface FlagStore extends FlagReader {
  /** The current version, also one that says the flag is deleted; undefined where there never was such a flag. */
  get(flagId: string): Promise<StoredVersion | undefined>;

  /**
   * Makes a version the current one and adds it to the history, wholly or not at all.
   *
   * @param predecessor the version that it replaces, 0 for none
   * @returns false when that is not the current version, or this version is in the history: another writer was first.
   */
  append(version: FlagVersion, predecessor: number): Promise<boolean>;

  /** Flags that are not deleted, by id. */
  list(request: PageRequest<ListingPosition>): Promise<Page<StoredVersion, ListingPosition>>;

  /** A flag's versions, newest first. */
  history(flagId: string, request: PageRequest<HistoryPosition>): Promise<Page<StoredVersion, HistoryPosition>>;

  /** The newest verdict on a version; undefined while there is none. */
  verdict(flagId: string, version: number): Promise<Verdict | undefined>;

  /** The verdict of the newest version that was published; undefined while there is none. */
  published(flagId: string): Promise<Verdict | undefined>;

  /** Which flags go to which services; empty where all go to all, and where nothing readable says otherwise. */
  serviceFlags(): Promise<ServiceFlags>;
}
