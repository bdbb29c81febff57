/** What an entry tells of. */
export type AuditAction =
  /** Somebody wrote a version of a flag. */
  | "write"
  /** A version was written that puts the content of an earlier one in place again. */
  | "rollback"
  /** The rules were decided on a version. */
  | "verdict"
  /** A version is on its way to the services, or to a larger share of them. */
  | "publication"
  /** The caches were compared with a version. */
  | "check";

/** A member of a flag that differs from the version before. */
export interface AuditChange {
  /** JSON Pointer, such as `/variants/on`. */
  readonly path: string;
  /** The member as JSON text; absent where it was not there before. */
  readonly before?: string;
  /** The member as JSON text; absent where it is not there any more. */
  readonly after?: string;
}

/** One line of the audit trail, as the index holds it: who did what to which flag, when and why. */
export interface AuditEntry {
  /** The same for each delivery of what it tells of, so that a repeat never doubles it. 32 hexadecimal digits. */
  readonly entry_id: string;
  /** When it happened, such as `2026-11-21T17:11:29.123Z`. */
  readonly "@timestamp": string;
  readonly action: AuditAction;
  readonly flag_id: string;
  /** 0 where the write had no readable version. */
  readonly version: number;
  readonly environment: string;
  /** Who wrote the version; for what the system does by itself, the part that does it, such as `flag-validator`. */
  readonly user: string;
  /** Why: as the writer says it, or in a sentence what the system found. */
  readonly reason: string;
  /**
   * Of a verdict `valid` or `invalid`, of a publication `published`, of a check what it found, of a write or a rollback
   * `created`, `changed`, `deleted` or `removed` (the record itself, beside the API). What somebody wrote beside the
   * system, so that nobody can tell, is `unreadable`.
   */
  readonly outcome: string;
  /** Whom AWS authenticated, where the API wrote the version. */
  readonly principal?: string;
  /** Finds the request in logs and traces. */
  readonly correlation_id?: string;
  /** What a write or a rollback changed, in the order of the paths. */
  readonly diff?: readonly AuditChange[];
  /** Whether members of the diff were left out or shortened to fit a message. */
  readonly diff_truncated?: true;
  /** What else is worth knowing, and not searched by: broken rules, disagreements, the share of the services. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Body of a message in the audit queue. */
export interface AuditMessage {
  readonly entries: readonly AuditEntry[];
}

/** Start of the names of all indices. */
export const AUDIT_INDEX_PREFIX = "flag-audit-";

/**
 * The index that an entry is in: one a month, named by the entry's own time. So a repeat always finds the entry that it
 * doubles; a rollover by size would put it beside it into the next index.
 */
export function auditIndex({ "@timestamp": timestamp }: Pick<AuditEntry, "@timestamp">): string {
  return `${AUDIT_INDEX_PREFIX}${timestamp.slice(0, 4)}.${timestamp.slice(5, 7)}`;
}
