import "../../support/environment";
import { createHash, createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { OpenSearch, type OpenSearchRequest } from "../../../../functions/flag-propagation/audit/open-search";

const SECRETS = { AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "wJalr-secret", AWS_SESSION_TOKEN: "t0ken" };
Object.assign(process.env, SECRETS);

const SEARCH: OpenSearchRequest = { method: "GET", path: "/flag-audit-*/_search", timeoutMs: 1_000 };

interface Asked {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
const encoded = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);

/** The signature that AWS expects, by its description of Signature Version 4, of what arrived. */
function expectedSignature({ method, url = "", headers, body }: Asked): string {
  const [path = "", query = ""] = url.split("?");
  const [, day = "", scope = "", names = ""] =
    /Credential=[^/]+\/(\d{8})\/(\S+), SignedHeaders=(\S+),/.exec(String(headers.authorization)) ?? [];
  const parameters = query
    .split("&")
    .filter((parameter) => parameter !== "")
    .map((parameter) =>
      parameter
        .split("=")
        .map((part) => encoded(decodeURIComponent(part)))
        .join("="),
    );
  const canonical = [
    method,
    path.split("/").map(encoded).join("/"),
    parameters.sort().join("&"),
    ...names.split(";").map((name) => `${name}:${headers[name]}`),
    "",
    names,
    sha256(body),
  ].join("\n");
  const text = ["AWS4-HMAC-SHA256", headers["x-amz-date"], `${day}/${scope}`, sha256(canonical)].join("\n");
  const key = [day, ...scope.split("/")].reduce<string | Buffer>(hmac, `AWS4${SECRETS.AWS_SECRET_ACCESS_KEY}`);
  return hmac(key, text).toString("hex");
}

describe("FLAG-08 a request to OpenSearch", () => {
  let server: Server;
  let openSearch: OpenSearch;
  let asked: Asked[];
  let sockets: Set<Socket>;
  let answer: { status: number; body: string } | "none" | "hang up once";

  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk) => chunks.push(chunk));
      request.on("end", () => {
        const { method, url, headers, socket } = request;
        asked.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
        sockets.add(socket);
        if (answer === "none") return;
        if (answer === "hang up once" && asked.length === 1) socket.destroy();
        else
          response
            .writeHead(answer === "hang up once" ? 200 : answer.status)
            .end(answer === "hang up once" ? "{}" : answer.body);
      });
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    openSearch = new OpenSearch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    asked = [];
    sockets = new Set();
    answer = { status: 200, body: '{"took":1}' };
  });

  const failure = (request: OpenSearchRequest = SEARCH) =>
    openSearch.request(request).then(
      () => undefined,
      (error: Error) => error,
    );

  it("carries the function's role for the service es, and a hash of its body", async () => {
    const body = '{"create":{}}\n{}\n';
    const request = {
      method: "POST",
      path: "/_bulk",
      query: { filter_path: "items.create.status,took" },
      body,
    } as const;
    expect(await openSearch.request({ ...request, timeoutMs: 1_000 })).toEqual({ took: 1 });
    const [{ method, url, headers, body: sent } = { headers: {} as Asked["headers"] }] = asked;
    expect({ method, url, sent, type: headers["content-type"] }).toEqual({
      method: "POST",
      url: "/_bulk?filter_path=items.create.status%2Ctook",
      sent: body,
      type: "application/json",
    });
    expect(headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/es\/aws4_request, SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token, Signature=[0-9a-f]{64}$/,
    );
    expect(headers["x-amz-content-sha256"]).toBe(createHash("sha256").update(body).digest("hex"));
    expect(headers["x-amz-security-token"]).toBe(SECRETS.AWS_SESSION_TOKEN);
  });

  it.each<Partial<OpenSearchRequest>>([
    { query: { source: '{"term":{"flag_id":"a b+c*d\'e(f)!~/ü"}}', allow_no_indices: "true" } },
    { path: "/_plugins/_ism/add/flag-audit-2026.10,flag-audit-2026.11" },
    { method: "POST", path: "/_bulk", body: '{"create":{}}\n{"reason":"grün"}\n' },
  ])("has the signature that AWS computes of what arrives: %j", async (part) => {
    await openSearch.request({ ...SEARCH, ...part });
    const [arrived] = asked;
    if (arrived === undefined) throw new Error("Nothing arrived.");
    expect(arrived.headers.authorization).toContain(`Signature=${expectedSignature(arrived)}`);
  });

  it("goes over a connection that is there already", async () => {
    for (let i = 0; i < 20; i++) await openSearch.request(SEARCH);
    // One may not be free again the very moment that its answer was read.
    expect(sockets.size).toBeLessThanOrEqual(2);
  });

  it("is sent once more where the connection was given up by the other side", async () => {
    answer = "hang up once";
    expect(await openSearch.request({ ...SEARCH, method: "POST", body: "{}" })).toEqual({});
    expect(asked.map(({ body }) => body)).toEqual(["{}", "{}"]);
  });

  it("ends in time where there is no answer", async () => {
    answer = "none";
    expect(await failure({ ...SEARCH, timeoutMs: 50 })).toMatchObject({
      name: "OpenSearchTimeout",
      status: undefined,
      message: expect.stringContaining("did not answer within 50 ms"),
    });
  });

  it("names an OpenSearch that is not there", async () => {
    const nowhere = new OpenSearch("http://127.0.0.1:1");
    await expect(nowhere.request(SEARCH)).rejects.toMatchObject({
      name: "OpenSearchUnreachable",
      message: expect.stringMatching(/^OpenSearch at 127\.0\.0\.1:1 cannot be reached: .+security group/),
    });
  });

  it.each([
    [401, "Unauthorized", "OpenSearchRefused", "answered 401: Unauthorized"],
    [403, '{"Message":"User: x is not authorized"}', "OpenSearchRefused", "answered 403: User: x is not authorized"],
    [
      429,
      '{"error":{"type":"circuit_breaking_exception","reason":"full"}}',
      "OpenSearchThrottled",
      "429 circuit_breaking_exception: full",
    ],
    [500, "", "OpenSearchUnavailable", "answered 500"],
    [503, '{"error":{"type":"no_master","reason":"no"}}', "OpenSearchUnavailable", "503 no_master: no"],
    [
      400,
      '{"error":"no handler found for uri [/x] and method [GET]"}',
      "OpenSearchBadRequest",
      "400: no handler found",
    ],
    [
      404,
      '{"error":{"type":"index_not_found_exception","reason":"no such index"}}',
      "OpenSearchBadRequest",
      "404 index_not",
    ],
    [
      400,
      '{"error":{"type":"all_failed","reason":"all shards failed","root_cause":[{"type":"x","reason":"no mapping"}]}}',
      "OpenSearchBadRequest",
      "400 all_failed: no mapping",
    ],
    [413, "null", "OpenSearchBadRequest", "answered 413: no reason"],
  ])("names what %i %s is", async (status, body, name, told) => {
    answer = { status, body };
    expect(await failure()).toMatchObject({ name, status, message: expect.stringContaining(told) });
  });

  it("does not repeat what the service quotes of the request where the signature does not match", async () => {
    const Message = `The request signature we calculated does not match.\n\nThe Canonical String should have been\n'GET\nx-amz-security-token:${SECRETS.AWS_SESSION_TOKEN}`;
    answer = { status: 403, body: JSON.stringify({ Message }) };
    const error = await failure();
    expect(error?.message).toContain("The request signature we calculated does not match.");
    for (const secret of Object.values(SECRETS)) expect(JSON.stringify([error, error?.message])).not.toContain(secret);
  });

  it.each([
    "flag-audit.eu-west-1.es.amazonaws.com",
    "http://vpc-flag-audit.eu-west-1.es.amazonaws.com",
    "https://host/path",
    "ftp://127.0.0.1",
  ])("goes nowhere with the endpoint %s", (endpoint) => {
    expect(() => new OpenSearch(endpoint)).toThrow(`AUDIT_ENDPOINT is '${endpoint}'. It has to be https://host`);
  });

  it("does not tell the password of an endpoint that has one", () => {
    expect(() => new OpenSearch("https://user:pa55@host")).toThrow(/^(?!.*pa55).*a URL with a user/);
  });
});
