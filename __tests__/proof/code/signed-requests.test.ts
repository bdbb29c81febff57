import { beforeAll, describe, expect, it } from "@jest/globals";
import { analyseHandlers } from "./support/handlers";

const SIGNER = 'import { SignatureV4 } from "@smithy/signature-v4"; const signer = new SignatureV4({});';

const SOURCES = {
  "a method of a request": `${SIGNER}
    export const handler = () => signer.sign({ method: "PUT", path: "/" });`,
  "an argument": `${SIGNER}
    const ask = (method) => signer.sign({ method });
    export const handler = () => [ask("GET"), ask("POST")];`,
  "one of two": `${SIGNER}
    export const handler = (body) => signer.sign({ method: body ? "POST" : "GET" });`,
  "routes that it answers": `${SIGNER}
    const routes = [{ method: "DELETE", path: "/notes" }];
    export const handler = ({ method }) => routes.some((route) => route.method === method) && method !== "HEAD" && signer.sign({ method: "GET" });`,
  "another's words": `${SIGNER}
    export const handler = (method) => signer.sign({ method });`,
  "nothing signed": `
    export const handler = () => fetch("https://example.com", { method: "POST" });`,
};

describe("the HTTP methods of requests that code signs", () => {
  let code: Awaited<ReturnType<typeof analyseHandlers<keyof typeof SOURCES>>>;
  beforeAll(async () => {
    code = await analyseHandlers(SOURCES);
  });

  it.each([
    ["a method of a request", ["PUT"]],
    ["an argument", ["GET", "POST"]],
    ["one of two", ["GET", "POST"]],
    ["routes that it answers", ["GET"]],
    ["another's words", []],
    ["nothing signed", undefined],
  ] as const)("are told: %s", (name, methods) => {
    expect(code(name).signedRequests?.methods).toEqual(methods);
  });

  it("come with a finding on the package that signs, for where nobody tells what they are sent to", () => {
    expect(code("one of two").signedRequests?.findings).toEqual([
      expect.objectContaining({ rule: "unknown-command", address: "node_modules/@smithy/signature-v4" }),
    ]);
  });
});
