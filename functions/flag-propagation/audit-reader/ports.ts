import type { Page, PageRequest } from "../../shared/page";
import type { AuditAction, AuditEntry } from "../audit/entry";

/** Place of an entry in a flag's list, newest first. */
export interface AuditPosition {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Tells apart what happened in the same millisecond. */
  readonly entry_id: string;
}

export interface AuditQuery extends PageRequest<AuditPosition> {
  /** @default all */
  readonly action?: AuditAction | undefined;
}

/** The audit trail, as far as it is read. */
export interface AuditTrail {
  /**
   * A flag's entries, newest first; none for a flag that nothing is known of.
   *
   * @throws OpenSearchFailure where it is not known, also in part, what there is
   */
  list(flagId: string, query: AuditQuery): Promise<Page<AuditEntry, AuditPosition>>;
}
