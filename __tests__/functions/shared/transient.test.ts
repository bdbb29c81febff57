import { describe, expect, it } from "@jest/globals";
import { isTransient } from "../../../functions/shared/aws/transient";

const error = (members: object) => Object.assign(new Error("from AWS"), members);

describe("a call may succeed later", () => {
  it.each([
    ["when it was throttled", error({ name: "ThrottlingException" })],
    ["when the table was", error({ name: "ProvisionedThroughputExceededException" })],
    ["when AWS had a fault", error({ $metadata: { httpStatusCode: 500 } })],
    ["when there were too many", error({ $metadata: { httpStatusCode: 429 } })],
    ["when it timed out", error({ name: "TimeoutError" })],
    ["when there was no connection", error({ code: "ECONNREFUSED" })],
    [
      "when a transaction met another",
      error({ CancellationReasons: [{ Code: "None" }, { Code: "TransactionConflict" }] }),
    ],
    ["when its cause says so", error({ cause: error({ name: "ThrottlingException" }) })],
  ])("%s", (_, thrown) => {
    expect(isTransient(thrown)).toBe(true);
  });
});

describe("a call will not succeed later", () => {
  it.each([
    ["when the request is wrong", error({ name: "ValidationException", $metadata: { httpStatusCode: 400 } })],
    ["when it is not allowed", error({ name: "AccessDeniedException", $metadata: { httpStatusCode: 400 } })],
    ["when a condition failed", error({ CancellationReasons: [{ Code: "ConditionalCheckFailed" }] })],
    ["when our own code is wrong", new TypeError("x is undefined")],
    ["when what was thrown is no error", undefined],
  ])("%s", (_, thrown) => {
    expect(isTransient(thrown)).toBe(false);
  });
});
