import { beforeAll, describe, expect, it } from "@jest/globals";
import { analyseHandlers, rules } from "./support/handlers";

const SHARED = { "everything.ts": 'export * from "@aws-sdk/client-sqs";' };

const SOURCES = {
  "an aggregated client": `
    import { DynamoDB } from "@aws-sdk/client-dynamodb";
    export const handler = () => new DynamoDB({}).getItem({});`,
  "an aggregated client of a service of two words": `
    import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
    export const handler = () => new CloudWatchLogs({});`,
  "an aggregated client of documents": `
    import { DynamoDBDocument } from "@aws-sdk/lib-dynamodb";
    export const handler = () => DynamoDBDocument.from({});`,
  "a computed name": `
    import * as sdk from "@aws-sdk/client-dynamodb";
    export const handler = (name) => new sdk[name]({});`,
  "a package passed on": `
    import * as sdk from "@aws-sdk/client-dynamodb";
    export const handler = () => Object.values(sdk);`,
  "a default import": `
    import { default as sdk } from "@aws-sdk/client-dynamodb";
    export const handler = () => Object.values(sdk);`,
  "a package re-exported whole": `
    import { SendMessageCommand } from "../../shared/everything";
    export const handler = () => new SendMessageCommand({});`,
  "import()": `
    export const handler = async () => new (await import("@aws-sdk/client-s3")).GetObjectCommand({});`,
  "import() of a computed name": `
    export const handler = (name) => import("@aws-sdk/client-" + name);`,
  require: `
    export const handler = () => new (require("@aws-sdk/client-s3").GetObjectCommand)({});`,
  "require of a computed name": `
    export const handler = (name) => require(name);`,
  createRequire: `
    import { createRequire } from "node:module";
    export const handler = () => createRequire("/")("@aws-sdk/client-s3");`,
  "a command of its own making": `
    import { $Command } from "@aws-sdk/client-s3";
    export const handler = () => $Command.classBuilder();`,
  "a waiter that is not listed": `
    import { waitUntilPigsFly } from "@aws-sdk/client-s3";
    export const handler = () => waitUntilPigsFly();`,
  "an unknown library of the SDK": `
    import { Anything } from "@aws-sdk/lib-anything";
    export const handler = () => new Anything();`,
  "a client of credentials": `
    export const handler = async () => new (await import("@aws-sdk/nested-clients/sts")).STSClient({});`,
  "requests signed by hand": `
    import { SignatureV4 } from "@smithy/signature-v4";
    export const handler = () => new SignatureV4({}).sign({});`,
  "links signed by hand": `
    import { S3RequestPresigner } from "@aws-sdk/s3-request-presigner";
    export const handler = () => new S3RequestPresigner({});`,
  "the SDK before the third": `
    import { S3 } from "aws-sdk";
    export const handler = () => new S3();`,
};

describe("what cannot be told of code", () => {
  let code: Awaited<ReturnType<typeof analyseHandlers<keyof typeof SOURCES>>>;
  beforeAll(async () => {
    code = await analyseHandlers(SOURCES, SHARED);
  });

  it.each(Object.keys(SOURCES) as (keyof typeof SOURCES)[])("%s is a finding, never a pass", (name) => {
    expect(rules(code(name))).toEqual(["unknown-command"]);
  });

  it("is told with the file, the name and the remedy", () => {
    expect(code("an aggregated client").findings).toEqual([
      {
        rule: "unknown-command",
        address: "functions/test/an-aggregated-client/handler.ts",
        fault: "Cannot tell which commands the code sends: DynamoDB of @aws-sdk/client-dynamodb can send any command",
        remedy: "Import each command by its name and send it with the client: import { PutItemCommand } from …",
      },
    ]);
  });
});

describe("a command that IAM has no action for", () => {
  it("is a finding", async () => {
    const code = await analyseHandlers({
      unknown: `
        import { LevitateCommand } from "@aws-sdk/client-s3";
        import { FloatCommand } from "@aws-sdk/client-balloons";
        export const handler = () => [new LevitateCommand({}), new FloatCommand({})];`,
    });
    expect(code("unknown").findings.map(({ rule, fault }) => `${rule}: ${fault}`)).toEqual([
      "unmapped-command: Cannot tell which permission FloatCommand of @aws-sdk/client-balloons needs: IAM has no action of that name",
      "unmapped-command: Cannot tell which permission LevitateCommand of @aws-sdk/client-s3 needs: IAM has no action of that name",
    ]);
  });
});
