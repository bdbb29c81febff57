import type { ReleaseRequest } from "./contract";
import { EVERY_SERVICE } from "./share";

/** @throws Error when it is no request, so that the state machine's execution fails with what is wrong. */
export function readRequest(event: unknown): ReleaseRequest {
  const { flag_id, version, share } = (typeof event === "object" && event !== null ? event : {}) as Readonly<
    Record<string, unknown>
  >;
  if (typeof flag_id !== "string" || flag_id === "") throw noRequest("flag_id", flag_id, "a text that is not empty");
  if (!isCount(version)) throw noRequest("version", version, "a whole number from 1 on");
  if (!isCount(share) || share > EVERY_SERVICE) throw noRequest("share", share, "a whole number from 1 to 100");
  return { flag_id, version, share };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

function noRequest(name: string, value: unknown, allowed: string): Error {
  const given = JSON.stringify(value)?.slice(0, 200);
  return new Error(`Expected a request for a release with ${name} as ${allowed}, was given ${given}.`);
}
