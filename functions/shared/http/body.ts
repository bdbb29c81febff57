import type * as z from "zod";
import { faults } from "./faults";
import { contentTooLarge, invalidBody, malformedJson, unsupportedMediaType } from "./problems";
import type { HttpRequest } from "./request";

/** In bytes. */
const BODY_LIMIT = 256 * 1024;

/** @throws Problem 413, 415, 400 or 422, which lists every fault of the body. */
export function readBody<Schema extends z.ZodType>(request: HttpRequest, schema: Schema): z.output<Schema> {
  if (request.body.byteLength > BODY_LIMIT) throw contentTooLarge(request.body.byteLength, BODY_LIMIT);
  const type = request.headers["content-type"];
  if (type?.split(";", 1)[0]?.trim().toLowerCase() !== "application/json") throw unsupportedMediaType(type);
  const parsed = schema.safeParse(parseJson(request.body));
  if (!parsed.success) throw invalidBody(faults(parsed.error));
  return parsed.data;
}

function parseJson(bytes: Buffer): unknown {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return JSON.parse(text, refusePrototype);
  } catch (error) {
    throw malformedJson(bytes.byteLength === 0 ? "The body is empty." : `The body is not JSON: ${messageOf(error)}.`);
  }
}

/** A member of this name would be lost without a word when the value is copied. */
function refusePrototype(key: string, value: unknown): unknown {
  if (key === "__proto__") throw new SyntaxError("a member named __proto__ is not accepted");
  return value;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
