import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, expect, it } from "@jest/globals";
import { openRedis } from "../../../../functions/flag-propagation/cache/redis-client";
import { RedisFlagCacheReader } from "../../../../functions/flag-propagation/cache/redis-flag-cache-reader";
import { bundleFunctions } from "../../../../modules/code/bundle-functions";
import { describeWithRedis, realRedis, type TestRedis } from "../support/real-redis";
import { someChange } from "../support/some-change";

/** Loads the bundle in a bare process as Lambda would, hands it the events one after another and tells the answers. */
const INVOKE = `
  const { handler } = require(process.argv[1]);
  const context = { functionName: "cache-updater", awsRequestId: "1", getRemainingTimeInMillis: () => 3000 };
  (async () => {
    for (const event of JSON.parse(process.argv[2])) console.log("ANSWER " + JSON.stringify(await handler(event, context)));
    process.exit();
  })();
`;

const record = (messageId: string, body: unknown) => ({
  messageId,
  body: typeof body === "string" ? body : JSON.stringify(body),
  attributes: { SentTimestamp: "1700000000900" },
  eventSourceARN: "arn:aws:sqs:eu-west-1:111122223333:flag-propagation-service-0001-test",
});

describeWithRedis("the cache updater, bundled, in a bare process", () => {
  let redis: TestRedis;
  let aws: Server;
  let folder = "";
  let secret = "";
  let calls: { action: string; input: Record<string, string> }[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "cache-updater-"));
    const entry = "flag-propagation/cache-updater";
    const { code } = await bundleFunctions(resolve(__dirname, "../../../.."), [entry]);
    writeFileSync(join(folder, "index.js"), code.get(entry) ?? "");
    redis = await realRedis();
    aws = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk) => chunks.push(chunk));
      request.on("end", () => {
        const action = String(request.headers["x-amz-target"]).split(".")[1] ?? "";
        const input = JSON.parse(Buffer.concat(chunks).toString());
        calls.push({ action, input });
        const digest = createHash("md5").update(String(input.MessageBody)).digest("hex");
        response.end(JSON.stringify({ SecretString: secret, MessageId: "1", MD5OfMessageBody: digest }));
      });
    }).listen(0, "127.0.0.1");
    await new Promise((listening) => aws.once("listening", listening));
  });
  afterAll(async () => {
    aws.close();
    await redis.close();
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => {
    calls = [];
    secret = String(redis.variables.cache_auth_token);
  });

  async function invoke(batches: readonly (readonly unknown[])[], environment: Record<string, string> = {}) {
    const events = JSON.stringify(batches.map((Records) => ({ Records })));
    const { port } = aws.address() as AddressInfo;
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      ["-e", INVOKE, join(folder, "index.js"), events],
      {
        env: {
          AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
          AWS_ACCESS_KEY_ID: "test",
          AWS_SECRET_ACCESS_KEY: "test",
          AWS_REGION: "eu-west-1",
          NODE_NO_WARNINGS: "1",
          ENVIRONMENT: "test",
          POWERTOOLS_SERVICE_NAME: "cache-updater",
          POWERTOOLS_METRICS_NAMESPACE: "FlagPropagation",
          SERVICE_QUEUES: "flag-propagation-*-test",
          DEAD_LETTER_QUEUE_URL: `http://127.0.0.1:${port}/111122223333/dead-letters`,
          CACHE_AUTH_SECRET_ARN: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:token",
          CACHE_URL: redis.client.url,
          ...redis.emulatorEnvironment,
          ...environment,
        },
      },
    );
    const lines = `${stdout}\n${stderr}`.split("\n").filter((line) => line !== "");
    return {
      answers: lines.flatMap((line) => (line.startsWith("ANSWER ") ? JSON.parse(line.slice(7)) : [])),
      lines: lines.flatMap((line) => (line.startsWith("ANSWER ") ? [] : JSON.parse(line))),
    };
  }

  it("FLAG-05 writes over one verified connection for all invocations, with a token that it asks for once", async () => {
    const { answers, lines } = await invoke([
      [record("1", someChange("flag-a", 1)), record("2", "poison")],
      [record("3", someChange("flag-a", 2))],
    ]);
    expect(answers).toEqual([{ batchItemFailures: [] }, { batchItemFailures: [] }]);
    expect(calls.map(({ action }) => action).sort()).toEqual(["GetSecretValue", "SendMessage"]);
    expect(calls).toContainEqual({ action: "SendMessage", input: expect.objectContaining({ MessageBody: "poison" }) });
    expect(lines).toContainEqual(expect.objectContaining({ FlagsCached: 1, MessagesRejected: 1, environment: "test" }));

    const told = lines
      .filter(({ level }) => level !== undefined)
      .map(({ message, service_id }) => [message, service_id]);
    expect(told.sort()).toEqual([
      ["flag cached", "service-0001"],
      ["flag cached", "service-0001"],
      ["message rejected", "service-0001"],
    ]);

    const connection = openRedis(redis.client);
    const cached = await new RedisFlagCacheReader(connection).entries("flag-a", ["service-0001"]);
    connection.close();
    expect(cached.map((entry) => entry?.version)).toEqual([2]);
  });

  it.each([
    ["a wrong token", { secret: "wrong" }, "RedisWrongPassword"],
    ["an empty secret", { secret: "" }, "RedisTokenUnreadable"],
    ["a certificate of an unknown authority", { environment: { NODE_EXTRA_CA_CERTS: "" } }, "RedisUntrusted"],
    ["a Redis that is not there", { environment: { CACHE_URL: "rediss://127.0.0.1:1" } }, "RedisUnreachable"],
  ])("FLAG-05 with %s acknowledges nothing and names the reason", async (_, given, reason) => {
    secret = "secret" in given ? given.secret : secret;
    const { answers, lines } = await invoke(
      [[record("1", someChange("flag-a", 9))]],
      "environment" in given ? given.environment : {},
    );
    expect(answers).toEqual([{ batchItemFailures: [{ itemIdentifier: "1" }] }]);
    expect(lines).toContainEqual(expect.objectContaining({ level: "ERROR", reason, service_id: "service-0001" }));
  });

  it("FLAG-05 refuses to start where the token would go over the wire in the clear", async () => {
    await expect(invoke([[]], { CACHE_URL: `redis://127.0.0.1:${redis.port}` })).rejects.toThrow(
      "It has to be rediss://host:port: the auth token goes over TLS only.",
    );
  });
});
