import type { AuditEntry } from "../audit/entry";

/** What became of an entry: added, there already, to be tried again, or never to be accepted. The last two say why. */
export type Addition = "written" | "repeated" | { readonly again: string } | { readonly refused: string };

/** The indices of the audit trail. */
export interface AuditTrail {
  /**
   * Adds each entry that is not there yet, and changes none that is.
   *
   * @returns for each entry, in order, what became of it; `written` and `repeated` once it is durable. Never throws.
   */
  add(entries: readonly AuditEntry[]): Promise<readonly Addition[]>;
}

/** Where messages are kept that can never be written. */
interface DeadLetters {
  /** Resolves once the message is durable there. */
  keep(letter: { readonly reason: string; readonly queue: "audit"; readonly body: string }): Promise<void>;
}

export interface WriterPorts {
  readonly trail: AuditTrail;
  readonly deadLetters: DeadLetters;
  readonly count: (metric: "AuditEntriesWritten" | "AuditEntriesRepeated" | "MessagesRejected", value: number) => void;
  /** In milliseconds. */
  readonly measure: (metric: "AuditBulkDuration" | "AuditEntryAge", value: number) => void;
  readonly log: (level: "info" | "warn" | "error", message: string, details: Readonly<Record<string, unknown>>) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}
