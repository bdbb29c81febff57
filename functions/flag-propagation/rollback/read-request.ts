import type { Disagreement } from "../consistency-checker/contract";
import type { RollbackRequest } from "./contract";

/** A version's reason has 500 characters, and says from where to where too. */
const LONGEST_REASON = 350;

const KINDS: ReadonlySet<unknown> = new Set(["missing", "older", "newer", "different"]);

/** @throws Error when it is no request, so that the state machine's execution fails with what is wrong. */
export function readRequest(event: unknown): RollbackRequest {
  const { flag_id, version, disagreements, disagreeing, services, reason } = membersOf(event);
  if (typeof flag_id !== "string" || flag_id === "") throw noRequest("flag_id", flag_id, "a text that is not empty");
  if (!isCount(version)) throw noRequest("version", version, "a whole number from 1 on");
  if (!Array.isArray(disagreements) || !disagreements.every(isDisagreement)) {
    throw noRequest("disagreements", disagreements, "a list of { service, kind, version }");
  }
  for (const [name, value] of Object.entries({ disagreeing, services })) {
    if (value !== undefined && !isCount(value)) throw noRequest(name, value, "a whole number from 1 on, or left out");
  }
  if (reason !== undefined && !isReason(reason)) {
    throw noRequest("reason", reason, `a text of 1 to ${LONGEST_REASON} characters, or left out`);
  }
  return {
    flag_id,
    version,
    disagreements,
    ...(isCount(disagreeing) && { disagreeing }),
    ...(isCount(services) && { services }),
    ...(isReason(reason) && { reason }),
  };
}

function isDisagreement(value: unknown): value is Disagreement {
  const { service, kind, version } = membersOf(value);
  return typeof service === "string" && KINDS.has(kind) && (version === null || typeof version === "number");
}

function isReason(value: unknown): value is string {
  return typeof value === "string" && value !== "" && value.length <= LONGEST_REASON;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function noRequest(name: string, value: unknown, allowed: string): Error {
  const given = JSON.stringify(value)?.slice(0, 200);
  return new Error(`Expected a request for a rollback with ${name} as ${allowed}, was given ${given}.`);
}
