import type { ChangeReason, FlagBody } from "../flag/flag";
import type { DeletedFlag, LiveFlag } from "../flag/flag-version";
import type { StoredVersion } from "./store";

/** What a write says about itself, whatever it writes. */
export interface Write extends ChangeReason {
  /** The deployment's environment, such as `dev`. */
  readonly environment: string;
  /** Whom AWS authenticated. */
  readonly principal?: string | undefined;
  readonly correlationId: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** @param previous the current version; undefined for a flag that never was */
export function liveVersion(
  flagId: string,
  previous: StoredVersion | undefined,
  body: FlagBody,
  write: Write,
): LiveFlag {
  return { ...identity(flagId, previous, write), ...body };
}

export function deletedVersion(previous: StoredVersion, write: Write): DeletedFlag {
  return { ...identity(previous.flag_id, previous, write), deleted: true };
}

/** Clocks of two machines differ and one may be set back, but a flag's history only ever goes forward. */
function identity(flagId: string, previous: StoredVersion | undefined, write: Write) {
  const written_at = Math.max(write.now, (timeOf(previous?.written_at) ?? 0) + 1);
  return {
    flag_id: flagId,
    version: (previous?.version ?? 0) + 1,
    environment: write.environment,
    // A deleted flag that comes back is made anew.
    created_at: (previous?.deleted === true ? undefined : timeOf(previous?.created_at)) ?? written_at,
    written_at,
    reason: write.reason,
    user: write.user,
    ...(write.release !== undefined && { release: write.release }),
    ...(write.principal !== undefined && { principal: write.principal }),
    correlation_id: write.correlationId,
  };
}

/** Undefined for what a writer beside the API left in place of a time. */
function timeOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) && value > 0 ? value : undefined;
}
