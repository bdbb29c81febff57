import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { bundleFunctions } from "../../../modules/code/bundle-functions";
import { apiGatewayEvent } from "../support/api-gateway-event";

const ROOT = resolve(__dirname, "../../..");

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
  POWERTOOLS_METRICS_NAMESPACE: "ServerlessApp",
  ITEMS_TABLE: "items",
  IDEMPOTENCY_TABLE: "keys",
  CHANGES_TOPIC_ARN: "arn:aws:sns:eu-west-1:111122223333:item-changes",
  DEAD_LETTER_QUEUE_URL: "https://sqs.eu-west-1.amazonaws.com/111122223333/dead-letters",
};

/** Loads a bundle in a bare process as Lambda would, hands it an event and tells the answer. */
const INVOKE = `
  const { handler } = require(process.argv[1]);
  const context = { functionName: "under-test", awsRequestId: "1", getRemainingTimeInMillis: () => 3000 };
  handler(JSON.parse(process.argv[2]), context).then((answer) => console.log("ANSWER " + JSON.stringify(answer)));
`;

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "bundles-"));
  const { code } = await bundleFunctions(ROOT, ["serverless-app/items", "serverless-app/changes"]);
  for (const [entry, bytes] of code) {
    const name = basename(entry);
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, "index.js"), bytes);
  }
});

afterAll(() => rmSync(folder, { recursive: true }));

function invoke(name: string, event: unknown, environment: Partial<typeof ENVIRONMENT> = ENVIRONMENT) {
  const bundle = join(folder, name, "index.js");
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", INVOKE, bundle, JSON.stringify(event)], {
    cwd: folder,
    env: environment,
    encoding: "utf8",
  });
  const lines = stdout.split("\n").filter((line) => line !== "");
  const answer = lines.find((line) => line.startsWith("ANSWER "));
  return {
    answer: answer === undefined ? undefined : JSON.parse(answer.slice("ANSWER ".length)),
    lines: lines.filter((line) => line !== answer).map((line) => JSON.parse(line)),
    stderr,
  };
}

describe("a bundle, loaded in a bare process", () => {
  it("APP-02 answers with all that it depends on, logs with the correlation id and counts in the namespace ServerlessApp", () => {
    const { answer, lines, stderr } = invoke("items", apiGatewayEvent("GET", "/openapi.json"));

    expect(stderr).toBe("");
    expect(answer.statusCode).toBe(200);
    expect(lines).toContainEqual(
      expect.objectContaining({
        level: "INFO",
        message: "request answered",
        service: "under-test",
        environment: "test",
        correlation_id: "gateway-request-1",
        status: 200,
      }),
    );
    const metrics = lines.find((line) => "_aws" in line);
    expect(metrics).toMatchObject({ ColdStart: 1, environment: "test", service: "under-test" });
    expect(metrics._aws.CloudWatchMetrics[0].Namespace).toBe("ServerlessApp");
  });

  it("APP-09 answers where there is neither an X-Ray daemon nor a trace, and where there is a trace", () => {
    const trace = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
    const traced = { ...ENVIRONMENT, _X_AMZN_TRACE_ID: trace };
    const { answer, stderr } = invoke("items", apiGatewayEvent("GET", "/openapi.json"), traced);
    expect({ status: answer.statusCode, stderr }).toEqual({ status: 200, stderr: "" });
    expect(invoke("changes", { Records: [] })).toMatchObject({ answer: { batchItemFailures: [] }, stderr: "" });
  });

  it("names the environment variable that it lacks", () => {
    const { ITEMS_TABLE, ...rest } = ENVIRONMENT;
    const { answer, stderr } = invoke("items", apiGatewayEvent("GET", "/openapi.json"), rest);
    expect(answer).toBeUndefined();
    expect(stderr).toContain("Environment variable ITEMS_TABLE is not set. Set it in the function's environment.");
  });
});
