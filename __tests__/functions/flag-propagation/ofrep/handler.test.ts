import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { encodeEntry } from "../../../../functions/flag-propagation/cache/cache-entry";
import { openRedis } from "../../../../functions/flag-propagation/cache/redis-client";
import { RedisFlagCache } from "../../../../functions/flag-propagation/cache/redis-flag-cache";
import { bundleFunctions } from "../../../../modules/code/bundle-functions";
import { apiGatewayEvent } from "../../support/api-gateway-event";
import { cachedFlag, STAFF_ONLY } from "../support/cache-entries";
import { describeWithRedis, realRedis, type TestRedis } from "../support/real-redis";

const ENTRY = "flag-propagation/ofrep";

/** Loads the bundle in a bare process as Lambda would, hands it an event and tells the answer. */
const INVOKE = `
  const { handler } = require(process.argv[1]);
  const context = { functionName: "under-test", awsRequestId: "1", getRemainingTimeInMillis: () => 3000 };
  handler(JSON.parse(process.argv[2]), context).then((answer) => {
    process.stdout.write("ANSWER " + JSON.stringify(answer) + "\\n", () => process.exit());
  });
`;

describeWithRedis("FLAG-05 the bundled OFREP function", () => {
  let redis: TestRedis;
  let secrets: Server;
  let folder: string;

  beforeAll(async () => {
    redis = await realRedis();
    const token = await redis.client.readToken?.();
    secrets = createServer((_, response) => response.end(JSON.stringify({ SecretString: token })));
    await new Promise<void>((listening) => secrets.listen(0, "127.0.0.1", listening));
    folder = mkdtempSync(join(tmpdir(), "ofrep-"));
    const { code } = await bundleFunctions(resolve(__dirname, "../../../.."), [ENTRY]);
    for (const bytes of code.values()) writeFileSync(join(folder, "index.js"), bytes);
  });

  afterAll(async () => {
    secrets.closeAllConnections();
    secrets.close();
    rmSync(folder, { recursive: true });
    await redis.close();
  });

  async function invoke(environment: Readonly<Record<string, string | undefined>> = {}) {
    const path = "/ofrep/v1/evaluate/flags/staff-only";
    const event = apiGatewayEvent("POST", path, { body: { context: { email: "a@example.com" } } });
    const lambda = spawn(process.execPath, ["-e", INVOKE, join(folder, "index.js"), JSON.stringify(event)], {
      cwd: folder,
      env: {
        AWS_REGION: "eu-west-1",
        AWS_ACCESS_KEY_ID: "test",
        AWS_SECRET_ACCESS_KEY: "test",
        AWS_ENDPOINT_URL: `http://127.0.0.1:${(secrets.address() as AddressInfo).port}`,
        NODE_EXTRA_CA_CERTS: redis.emulatorEnvironment?.NODE_EXTRA_CA_CERTS,
        NODE_NO_WARNINGS: "1",
        ENVIRONMENT: "test",
        POWERTOOLS_SERVICE_NAME: "ofrep",
        POWERTOOLS_METRICS_NAMESPACE: "FlagPropagation",
        SERVICE_COUNT: "2",
        CACHE_URL: redis.client.url,
        CACHE_AUTH_SECRET_ARN: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:cache-auth",
        ...environment,
      },
    });
    let output = "";
    for (const stream of [lambda.stdout, lambda.stderr]) stream.on("data", (part) => (output += part));
    await new Promise((ended) => lambda.on("close", ended));
    const answer = /^ANSWER (.*)$/m.exec(output)?.[1];
    return { output, answer: answer === undefined ? undefined : JSON.parse(answer) };
  }

  it("evaluates a flag that is in Redis, with the token that the secret holds", async () => {
    const connection = openRedis(redis.client);
    const value = encodeEntry(cachedFlag("staff-only", STAFF_ONLY));
    await new RedisFlagCache(connection).write("service-0001", [{ flagId: "staff-only", version: 1, value }]);
    connection.close();
    const { answer } = await invoke();
    expect({ status: answer.statusCode, ...JSON.parse(answer.body) }).toEqual({
      status: 200,
      key: "staff-only",
      value: true,
      variant: "on",
      reason: "TARGETING_MATCH",
      metadata: { service: "service-0001", version: 1 },
    });
  });

  it("answers 500 where Redis does not prove who it is, and says why in the log alone", async () => {
    const { answer, output } = await invoke({ NODE_EXTRA_CA_CERTS: undefined });
    expect(answer).toMatchObject({ statusCode: 500, headers: { "retry-after": "1" } });
    expect(JSON.parse(answer.body)).toMatchObject({ key: "staff-only", errorCode: "GENERAL" });
    expect(answer.body).not.toContain("Redis");
    expect(output).toContain("does not prove who it is");
  });

  it.each(["CACHE_URL", "CACHE_AUTH_SECRET_ARN", "SERVICE_COUNT"])("does not start without %s", async (name) => {
    expect((await invoke({ [name]: undefined })).output).toContain(`Environment variable ${name} is not set`);
  });
});
