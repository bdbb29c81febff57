/** Where events about flags come from, on the system's own bus. */
export const FLAG_EVENT_SOURCE = "flag-propagation";

/** A version keeps the critical rules and is on its way to the services. */
export const FLAG_PUBLISHED = "Flag Published";

/** A version breaks critical rules and goes nowhere. */
export const FLAG_REJECTED = "Flag Rejected";

/** `detail` of both. */
export interface FlagEventDetail {
  readonly flag_id: string;
  readonly version: number;
  /** The deployment, such as `dev`. */
  readonly environment: string;
  /** Milliseconds since 1970. */
  readonly validated_at: number;
  /** When the topic had it; absent for a rejected one. Milliseconds since 1970. */
  readonly published_at?: number;
  /** The share of the services that it was published to, in percent; absent for a rejected one. */
  readonly share?: number;
  /** Ids of the critical rules that a rejected one breaks. */
  readonly broken?: readonly string[];
}
