import "../../support/environment";
import { describe, expect, it } from "@jest/globals";
import { CONTEXT_LIMITS } from "../../../../functions/flag-propagation/ofrep/evaluation-context";
import { cachedFlag } from "../support/cache-entries";
import { ofrepUnderTest } from "./ofrep-under-test";

const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
const list = (length: number) => JSON.stringify(Array.from({ length }, () => 0));

const REFUSED: readonly (readonly [string, string, string, string])[] = [
  ["no body", "", "PARSE_ERROR", "The body is empty."],
  ["no JSON", "{", "PARSE_ERROR", "The body is not JSON: "],
  ["bytes that are no UTF-8", "\xff", "PARSE_ERROR", "The body is not JSON: "],
  ["a list", "[]", "PARSE_ERROR", "The body is no JSON object."],
  ["null", "null", "PARSE_ERROR", "The body is no JSON object."],
  ["no context", "{}", "INVALID_CONTEXT", "The body has no context that is an object."],
  ["a context that is a list", '{"context":[]}', "INVALID_CONTEXT", "The body has no context that is an object."],
  ["a context that is inherited", '{"__proto__":{"context":{}}}', "INVALID_CONTEXT", "The body has no context"],
  ["a targetingKey that is a number", '{"context":{"targetingKey":7}}', "INVALID_CONTEXT", "targetingKey is a number."],
  ["__proto__", '{"context":{"__proto__":{"admin":true}}}', "INVALID_CONTEXT", "a member named __proto__"],
  ["constructor in depth", '{"context":{"a":[{"constructor":1}]}}', "INVALID_CONTEXT", "a member named constructor"],
  ["prototype", '{"context":{"a":{"prototype":1}}}', "INVALID_CONTEXT", "a member named prototype"],
  ["nine levels", `{"context":${nested(9)}}`, "INVALID_CONTEXT", "nested more than 8 levels deep"],
  ["ten thousand levels", `{"context":{"a":${"[".repeat(1e4)}${"]".repeat(1e4)}}}`, "INVALID_CONTEXT", "nested more"],
  ["a list of 101", `{"context":{"a":${list(101)}}}`, "INVALID_CONTEXT", "has 101 elements, 100 are allowed"],
  ["1,001 values", `{"context":{${manyLists()}}}`, "INVALID_CONTEXT", "more than 1000 members and elements"],
  ["a body too large", `{"context":{"a":"${"x".repeat(70_000)}"}}`, "INVALID_CONTEXT", "bytes, 65536 are allowed"],
];

describe("FLAG-05 OFREP: a context that cannot be accepted is answered 400, and says why", () => {
  it.each(REFUSED)("%s", async (_, text, errorCode, details) => {
    const { send, cache } = ofrepUnderTest();
    const call = {
      rawBody: Buffer.from(text, "latin1").toString("base64"),
      isBase64Encoded: true,
      headers: { "Content-Type": "application/json; charset=utf-8" },
    };
    const one = await send("/ofrep/v1/evaluate/flags/new-cart", call);
    expect({ status: one.status, body: one.body }).toEqual({
      status: 400,
      body: { key: "new-cart", errorCode, errorDetails: expect.stringContaining(details) },
    });
    const all = await send("/ofrep/v1/evaluate/flags", call);
    expect({ status: all.status, body: all.body }).toEqual({
      status: 400,
      body: { errorCode, errorDetails: expect.stringContaining(details) },
    });
    expect(cache.reads).toEqual([]);
  });

  it.each([
    ["nothing in it", "{}"],
    ["no targetingKey", '{"email":"a@example.com"}'],
    ["eight levels", nested(8)],
    ["a list of 100", `{"a":${list(100)}}`],
    ["what flagd itself adds", '{"$flagd":{"flagKey":"x","timestamp":0}}'],
    ["JavaScript's own names as values", '{"a":"__proto__","b":"constructor"}'],
  ])("accepts a context with %s", async (_, context) => {
    const { send, cache } = ofrepUnderTest();
    cache.put("service-0001", cachedFlag("new-cart"));
    const answer = await send("/ofrep/v1/evaluate/flags/new-cart", { rawBody: `{"context":${context}}` });
    expect(answer.status).toBe(200);
  });
});

/** Eleven lists as long as is allowed. */
function manyLists(): string {
  return Array.from({ length: 11 }, (_, index) => `"a${index}":${list(CONTEXT_LIMITS.elements)}`).join();
}
