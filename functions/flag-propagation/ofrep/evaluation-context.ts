import { ErrorCode, type EvaluationContext } from "@openfeature/core";
import { unsupportedMediaType } from "../../shared/http/problems";
import type { HttpRequest } from "../../shared/http/request";
import { OfrepFailure } from "./ofrep-failure";

/**
 * How much a context may hold. Targeting may go through a list for each element of another: with these, the most that
 * it can be made to do is bounded.
 */
export const CONTEXT_LIMITS = {
  /** Of the whole body. */
  bytes: 64 * 1024,
  /** Objects and lists within one another, the context itself included. */
  depth: 8,
  /** Members and elements in all. */
  values: 1_000,
  /** Elements of one list. */
  elements: 100,
} as const;

/** Names that JavaScript itself gives a meaning to: a member of such a name gets lost, or worse, when it is copied. */
const PROTOTYPE_NAMES = new Set(["__proto__", "constructor", "prototype"]);

/**
 * The evaluation context in the body of a request. A targetingKey may be missing: flags whose targeting does not ask
 * for one resolve without it, as they do in every SDK.
 *
 * @throws OfrepFailure 400 with PARSE_ERROR for a body that is no JSON object, INVALID_CONTEXT for what the context may not be
 * @throws Problem 415
 */
export function readContext(request: HttpRequest): EvaluationContext {
  const type = request.headers["content-type"];
  if (type?.split(";", 1)[0]?.trim().toLowerCase() !== "application/json") throw unsupportedMediaType(type);
  if (request.body.byteLength > CONTEXT_LIMITS.bytes) {
    throw invalid(`The body has ${request.body.byteLength} bytes, ${CONTEXT_LIMITS.bytes} are allowed.`);
  }
  const body = parse(request.body);
  if (!isObject(body)) throw unreadable('The body is no JSON object. Send {"context": {"targetingKey": "user-1"}}.');
  const { context } = body;
  if (!isObject(context)) {
    throw invalid('The body has no context that is an object. Send {"context": {"targetingKey": "user-1"}}.');
  }
  check(context);
  const { targetingKey } = context;
  if (targetingKey !== undefined && typeof targetingKey !== "string") {
    throw invalid(`targetingKey is a ${typeof targetingKey}. It has to be text.`);
  }
  // Everything in it is JSON, which is what a context may hold.
  return context as EvaluationContext;
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw unreadable(bytes.byteLength === 0 ? "The body is empty." : `The body is not JSON: ${reason}.`);
  }
}

/** Goes through the context level by level: a recursion could be made to overflow. */
function check(context: object): void {
  let values = 0;
  let level: readonly object[] = [context];
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > CONTEXT_LIMITS.depth) {
      throw invalid(`The context is nested more than ${CONTEXT_LIMITS.depth} levels deep. Flatten it.`);
    }
    const next: object[] = [];
    for (const holder of level) {
      if (Array.isArray(holder) && holder.length > CONTEXT_LIMITS.elements) {
        throw invalid(`A list in the context has ${holder.length} elements, ${CONTEXT_LIMITS.elements} are allowed.`);
      }
      for (const [name, value] of Object.entries(holder)) {
        if (PROTOTYPE_NAMES.has(name)) throw invalid(`The context has a member named ${name}, which is not accepted.`);
        values += 1;
        if (values > CONTEXT_LIMITS.values) {
          throw invalid(`The context has more than ${CONTEXT_LIMITS.values} members and elements. Send fewer.`);
        }
        if (typeof value === "object" && value !== null) next.push(value);
      }
    }
    level = next;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const invalid = (details: string) => new OfrepFailure(400, ErrorCode.INVALID_CONTEXT, details);
const unreadable = (details: string) => new OfrepFailure(400, ErrorCode.PARSE_ERROR, details);
