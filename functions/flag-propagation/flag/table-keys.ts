/*
 * The flags table: hash key `flag_id`, range key `record`. Under one flag lie the current version, every version it
 * ever had, and the verdicts of the validator. The stream's mapping lets only changes of the current version through.
 */

/** Range key of a flag's current version. Writing it is what starts a propagation. */
export const CURRENT = "current";

export const VERSION_PREFIX = "version#";
export const VERDICT_PREFIX = "verdict#";

/** Value of the attribute `listing`, which only current versions of live flags have: hash key of the index `by-flag`. */
export const LISTING = "flag";
export const LISTING_INDEX = "by-flag";

/** Digits of 2^53, so that text and numbers sort alike. */
const VERSION_DIGITS = 16;

export function padded(version: number): string {
  return String(version).padStart(VERSION_DIGITS, "0");
}

/** Where a version is kept for ever. */
export function versionKey(version: number): string {
  return `${VERSION_PREFIX}${padded(version)}`;
}

/**
 * Where the verdict on one write is kept. Two writes of one version, which only a writer beside the API can make, have
 * verdicts of their own; a repeated delivery of one write finds the verdict that is there.
 *
 * @param sequenceNumber place of the write in the table's stream
 */
export function verdictKey(version: number, sequenceNumber: string): string {
  return `${VERDICT_PREFIX}${padded(Number.isSafeInteger(version) && version > 0 ? version : 0)}#${sequenceNumber}`;
}
