import type { FLAG_PUBLISHED, FLAG_REJECTED, FlagEventDetail } from "../events/flag-event";

/** What became of one version, as the bus tells it. */
export interface FlagEvent {
  readonly detailType: typeof FLAG_PUBLISHED | typeof FLAG_REJECTED;
  readonly detail: FlagEventDetail;
}

/** Where events about flags go. */
export interface FlagEventBus {
  /** @returns for each event, in order, undefined once the bus has it, or the error that kept it from there. */
  put(events: readonly FlagEvent[]): Promise<readonly (Error | undefined)[]>;
}

/** The queue that buffers the audit trail. */
export interface AuditQueue {
  /**
   * @param bodies each the JSON of an AuditMessage, see ../audit/pack-messages.ts
   * @returns for each message, in order, undefined once the queue has it, or the error that kept it from there.
   */
  send(bodies: readonly string[]): Promise<readonly (Error | undefined)[]>;
}

export interface StreamProcessorPorts {
  readonly bus: FlagEventBus;
  readonly audit: AuditQueue;
  /** The deployment's environment, such as `dev`. */
  readonly environment: string;
  readonly count: (metric: "FlagEventsSent" | "AuditEntriesSent" | "VerdictsUnreadable", value: number) => void;
  readonly log: (
    level: "debug" | "warn" | "error",
    message: string,
    details: Readonly<Record<string, unknown>>,
  ) => void;
}
