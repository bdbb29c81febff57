import { check } from "../../../functions/flag-propagation/consistency-checker/check";
import type { CheckResult, SweepResult } from "../../../functions/flag-propagation/consistency-checker/contract";
import type { CheckerPorts } from "../../../functions/flag-propagation/consistency-checker/ports";
import { readRequest as readCheck } from "../../../functions/flag-propagation/consistency-checker/request";
import { sweep } from "../../../functions/flag-propagation/consistency-checker/sweep";
import type { ReleaseResult } from "../../../functions/flag-propagation/release/contract";
import type { ReleasePorts } from "../../../functions/flag-propagation/release/ports";
import { readRequest as readRelease } from "../../../functions/flag-propagation/release/read-request";
import { release } from "../../../functions/flag-propagation/release/release";
import type { RollbackResult } from "../../../functions/flag-propagation/rollback/contract";
import type { RollbackPorts } from "../../../functions/flag-propagation/rollback/ports";
import { readRequest as readRollback } from "../../../functions/flag-propagation/rollback/read-request";
import { rollBack } from "../../../functions/flag-propagation/rollback/roll-back";
import { processBatch } from "../../../functions/flag-propagation/stream-processor/process-batch";

/** What a run of the checker has beside its ports. */
interface CheckerTime {
  /** Milliseconds since 1970. */
  readonly deadline: number;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
}

/** The safety net's code that a history runs. */
export interface NetHandlers {
  readonly process: typeof processBatch;
  readonly check: (
    event: unknown,
    time: CheckerTime,
    ports: CheckerPorts,
  ) => Promise<CheckResult | SweepResult | object>;
  readonly rollBack: (event: unknown, ports: RollbackPorts) => Promise<RollbackResult>;
  readonly release: (event: unknown, ports: ReleasePorts) => Promise<ReleaseResult>;
}

/** What is deployed. */
export const REAL_NET_HANDLERS: NetHandlers = {
  process: processBatch,
  check: async (event, time, ports) => {
    const request = readCheck(event);
    switch (request.operation) {
      case "check":
        return check(request, ports);
      case "sweep":
        return sweep(time, ports);
      case "logs":
        // What the logs say decides nothing.
        return { errors: [], complete: true, duration_ms: 0 };
    }
  },
  rollBack: async (event, ports) => rollBack(readRollback(event), ports),
  release: async (event, ports) => release(readRelease(event), ports),
};
