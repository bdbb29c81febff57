import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { flag } from "../../../functions/flag-propagation/rules/example";
import { bundleFunctions } from "../../../modules/code/bundle-functions";
import { apiGatewayEvent } from "../support/api-gateway-event";
import { flagStreamRecord } from "./support/flag-stream-record";

const ROOT = resolve(__dirname, "../../..");
const VALIDATOR = "flag-propagation/validator";
const FLAGS_API = "flag-propagation/flags-api";
const STREAM_PROCESSOR = "flag-propagation/stream-processor";

/** What Lambda and the infrastructure set, and nothing of this process. */
const ENVIRONMENT = {
  AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x",
  AWS_LAMBDA_FUNCTION_NAME: "under-test",
  AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
  AWS_REGION: "eu-west-1",
  LAMBDA_TASK_ROOT: tmpdir(),
  NODE_NO_WARNINGS: "1",
  ENVIRONMENT: "test",
  POWERTOOLS_SERVICE_NAME: "under-test",
  POWERTOOLS_METRICS_NAMESPACE: "FlagPropagation",
  FLAGS_TABLE: "flags",
  REPLICA_TABLE_ARN: "arn:aws:dynamodb:eu-central-1:111122223333:table/flags",
  CHANGES_TOPIC_ARN: "arn:aws:sns:eu-west-1:111122223333:flag-changes",
  REJECTIONS_TOPIC_ARN: "arn:aws:sns:eu-west-1:111122223333:flag-rejections",
  CACHE_URL: "rediss://localhost:6379",
  CACHE_AUTH_SECRET_ARN: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:cache",
  SERVICE_COUNT: "156",
  RELEASE_WAVES: "[]",
  EVENT_BUS_NAME: "flags",
  AUDIT_QUEUE_URL: "https://sqs.eu-west-1.amazonaws.com/111122223333/flag-audit",
};

/**
 * Loads a bundle in a bare process as Lambda would, hands it an event and tells the answer, and how many agents for
 * connections were made: each client of AWS's makes its own, at the latest when it sends something.
 */
const INVOKE = `
  const https = require("node:https");
  let agents = 0;
  https.Agent = class extends https.Agent { constructor(...options) { super(...options); agents += 1; } };
  const { handler } = require(process.argv[1]);
  const context = { functionName: "under-test", awsRequestId: "1", getRemainingTimeInMillis: () => 3000 };
  handler(JSON.parse(process.argv[2]), context).then((answer) => console.log("ANSWER " + JSON.stringify({ answer, agents })));
`;

let folder: string;
let sizes: ReadonlyMap<string, number>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "bundles-"));
  const { code } = await bundleFunctions(ROOT, [VALIDATOR, FLAGS_API, STREAM_PROCESSOR]);
  for (const [entry, bytes] of code) {
    mkdirSync(join(folder, basename(entry)));
    writeFileSync(join(folder, basename(entry), "index.js"), bytes);
  }
  sizes = new Map([...code].map(([entry, bytes]) => [entry, bytes.byteLength]));
});

afterAll(() => rmSync(folder, { recursive: true }));

function invoke(name: string, event: unknown) {
  const bundle = join(folder, name, "index.js");
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", INVOKE, bundle, JSON.stringify(event)], {
    cwd: folder,
    env: ENVIRONMENT,
    encoding: "utf8",
  });
  const line = stdout.split("\n").find((it) => it.startsWith("ANSWER "));
  return { stderr, ...JSON.parse(line?.slice("ANSWER ".length) ?? "{}") };
}

describe("the validator's bundle", () => {
  it("has less than 400,000 bytes, all rules included", () => {
    expect(sizes.get(VALIDATOR)).toBeLessThan(400_000);
  });

  it("creates no client that is not used", () => {
    const { stderr, answer, agents } = invoke("validator", { Records: [] });
    expect({ stderr, answer, agents }).toEqual({ stderr: "", answer: { batchItemFailures: [] }, agents: 0 });
  });

  it("creates the one that it uses, and reports what it cannot do with it", () => {
    const { answer, agents } = invoke("validator", { Records: [flagStreamRecord("1", flag())] });
    expect({ answer, agents }).toEqual({ answer: { batchItemFailures: [{ itemIdentifier: "1" }] }, agents: 1 });
  });
});

describe("the flags API's bundle", () => {
  it("answers without any of the services that it works with", () => {
    const { stderr, answer, agents } = invoke("flags-api", apiGatewayEvent("GET", "/openapi.json"));
    expect({ stderr, status: answer?.statusCode, agents }).toEqual({ stderr: "", status: 200, agents: 0 });
  });
});

describe("the stream processor's bundle", () => {
  it("has less than 300,000 bytes", () => {
    expect(sizes.get(STREAM_PROCESSOR)).toBeLessThan(300_000);
  });

  it("creates no client that is not used", () => {
    const { stderr, answer, agents } = invoke("stream-processor", { Records: [] });
    expect({ stderr, answer, agents }).toEqual({ stderr: "", answer: { batchItemFailures: [] }, agents: 0 });
  });

  it("creates the one that it uses, and reports what it cannot do with it", () => {
    const { answer, agents } = invoke("stream-processor", { Records: [flagStreamRecord("1", flag())] });
    expect({ answer, agents }).toEqual({ answer: { batchItemFailures: [{ itemIdentifier: "1" }] }, agents: 1 });
  });
});
