import "../../support/environment";
import { describe, expect, it } from "@jest/globals";
import { itemsApiUnderTest } from "../../support/items-api";
import { lambdaContext } from "../../support/lambda-context";
import { MemoryItemStore } from "../../support/memory-item-store";
import { expectProblem } from "../../support/problems";

const UNKNOWN = "6f9619ff-8b86-4d11-b42d-00c04fc964ff";

describe("APP-10 errors are the same from every route", () => {
  it.each([["/"], ["/item"], ["/items/"], ["/items//versions"], [`/items/${UNKNOWN}/other`], ["/items/x/versions/1"]])(
    "answers 404 to the unknown path %s",
    async (path) => {
      expectProblem(await itemsApiUnderTest().send("GET", path), 404, "not-found");
    },
  );

  it.each([
    ["PATCH", "/items", "POST, GET"],
    ["POST", `/items/${UNKNOWN}`, "GET, PUT, DELETE"],
    ["DELETE", `/items/${UNKNOWN}/versions`, "GET"],
    ["PUT", "/openapi.json", "GET"],
  ])("answers 405 to %s %s and says what is allowed", async (method, path, allow) => {
    const answer = await itemsApiUnderTest().send(method, path);
    expectProblem(answer, 405, "method-not-allowed");
    expect(answer.headers.allow).toBe(allow);
  });

  it("answers 503 with Retry-After when DynamoDB throttles", async () => {
    const store = new MemoryItemStore();
    store.current = () => Promise.reject(Object.assign(new Error("slow down"), { name: "ThrottlingException" }));
    const answer = await itemsApiUnderTest({ store }).send("GET", `/items/${UNKNOWN}`);
    expectProblem(answer, 503, "temporarily-unavailable");
    expect(answer.headers["retry-after"]).toBe("1");
  });

  it("answers 500 to whatever it did not expect and tells nothing of it", async () => {
    const store = new MemoryItemStore();
    store.current = () => Promise.reject(new Error("secret of the table"));
    const answer = await itemsApiUnderTest({ store }).send("GET", `/items/${UNKNOWN}`);
    expectProblem(answer, 500, "internal-error");
    expect(answer.text).not.toContain("secret");
  });
});

describe("correlation", () => {
  it("answers with the caller's own id", async () => {
    const headers = { "X-Correlation-Id": "order-4711" };
    expect((await itemsApiUnderTest().send("GET", "/items", { headers })).headers["x-correlation-id"]).toBe(
      "order-4711",
    );
  });

  it.each([["a\nb"], ["<script>"], ["x".repeat(129)], [""]])(
    "answers with API Gateway's request id where the caller's is %j",
    async (given) => {
      const answer = await itemsApiUnderTest().send("GET", "/items", { headers: { "X-Correlation-Id": given } });
      expect(answer.headers["x-correlation-id"]).toBe("gateway-request-1");
    },
  );
});

describe("an event that is no request", () => {
  it.each([
    [undefined, "undefined"],
    [null, "null"],
    ["poison", "string"],
    [{}, "an empty object"],
    [{ Records: [] }, "an object with Records"],
    [{ httpMethod: "GET", path: "/items" }, "requestContext"],
  ])("fails the invocation, so that Lambda retries it and keeps it: %j", async (event, told) => {
    await expect(itemsApiUnderTest().handler(event, lambdaContext)).rejects.toThrow(told);
  });
});
