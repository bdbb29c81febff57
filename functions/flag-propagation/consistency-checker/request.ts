import { CheckFailure } from "./check-failure";
import type { CheckRequest } from "./contract";

/** As flags are called, see ../flag/flag.ts. No quote is in it, so it can stand in a query. */
const FLAG_ID = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const LONGEST_FLAG_ID = 64;

/** @throws CheckFailure InvalidRequest, with what is wrong and what is allowed */
export function readRequest(event: unknown): CheckRequest {
  const { operation, flag_id, version, from, to } = (isObject(event) ? event : {}) as Readonly<Record<string, unknown>>;
  switch (operation) {
    case "check":
      if (!isFlagId(flag_id)) throw invalid("flag_id", flag_id, "the id of a flag, such as new-checkout");
      if (!isPositive(version)) throw invalid("version", version, "a whole number above 0");
      return { operation, flag_id, version };
    case "sweep":
      return { operation };
    case "logs":
      if (!isPositive(from)) throw invalid("from", from, "milliseconds since 1970");
      if (!isPositive(to) || to < from) throw invalid("to", to, `milliseconds since 1970, ${from} or later`);
      if (flag_id === undefined || flag_id === null) return { operation, from, to };
      if (!isFlagId(flag_id)) throw invalid("flag_id", flag_id, "the id of a flag, such as new-checkout, or left out");
      return { operation, flag_id, from, to };
    default:
      throw invalid("operation", operation, "check, sweep or logs");
  }
}

function invalid(member: string, value: unknown, allowed: string): CheckFailure {
  return new CheckFailure("InvalidRequest", `'${member}' is ${JSON.stringify(value)}. It has to be ${allowed}.`);
}

/** Whether it can be the id of a flag. */
export function isFlagId(value: unknown): value is string {
  return typeof value === "string" && value.length <= LONGEST_FLAG_ID && FLAG_ID.test(value);
}

function isPositive(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value > 0;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
