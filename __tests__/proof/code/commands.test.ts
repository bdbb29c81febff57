import { beforeAll, describe, expect, it } from "@jest/globals";
import { analyseHandlers, commandNames } from "./support/handlers";

const SHARED = {
  "again.ts": 'export { SendMessageCommand } from "@aws-sdk/client-sqs";',
  "late.ts": 'import { PublishCommand } from "@aws-sdk/client-sns"; export default () => new PublishCommand({});',
  "store.ts": `
    import { DeleteItemCommand, GetItemCommand } from "@aws-sdk/client-dynamodb";
    export const get = () => new GetItemCommand({});
    export const remove = () => new DeleteItemCommand({});`,
};

const SOURCES = {
  "a command": `
    import { DynamoDBClient, PutItemCommand, ResourceNotFoundException } from "@aws-sdk/client-dynamodb";
    export const handler = () => new DynamoDBClient({}).send(new PutItemCommand({})).catch((e) => e instanceof ResourceNotFoundException);`,
  "another name": `
    import { PublishCommand as Tell } from "@aws-sdk/client-sns";
    export const handler = () => new Tell({});`,
  "types alone": `
    import type { GetItemCommand } from "@aws-sdk/client-dynamodb";
    import { PutItemCommand } from "@aws-sdk/client-dynamodb";
    export const handler = (command: GetItemCommand | PutItemCommand) => command;`,
  "code that nobody calls": `
    import { get } from "../../shared/store";
    export const handler = () => get();`,
  "a re-export": `
    import { SendMessageCommand } from "../../shared/again";
    export const handler = () => new SendMessageCommand({});`,
  "a module that is loaded late": `
    export const handler = async () => (await import("../../shared/late")).default();`,
  documents: `
    import { BatchGetCommand, GetCommand, TransactWriteCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
    export const handler = () => [new BatchGetCommand({}), new GetCommand({}), new TransactWriteCommand({}), new UpdateCommand({})];`,
  pages: `
    import { paginateScan } from "@aws-sdk/client-dynamodb";
    import { paginateQuery } from "@aws-sdk/lib-dynamodb";
    import { paginateListObjectsV2 } from "@aws-sdk/client-s3";
    export const handler = () => [paginateScan({}, {}), paginateQuery({}, {}), paginateListObjectsV2({}, {})];`,
  waiting: `
    import { waitUntilObjectExists } from "@aws-sdk/client-s3";
    import { waitUntilFunctionActiveV2 } from "@aws-sdk/client-lambda";
    export const handler = () => [waitUntilObjectExists({}, {}), waitUntilFunctionActiveV2({}, {})];`,
  uploads: `
    import { Upload } from "@aws-sdk/lib-storage";
    export const handler = () => new Upload({}).done();`,
  "signed links": `
    import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
    import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
    import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
    export const handler = () => [getSignedUrl(new S3Client({}), new GetObjectCommand({})), createPresignedPost({}, {})];`,
  "the whole package by names": `
    import * as sdk from "@aws-sdk/client-sqs";
    const { SendMessageCommand, "DeleteMessageCommand": Remove } = sdk;
    export const handler = () => [new sdk.ReceiveMessageCommand({}), new sdk["PurgeQueueCommand"]({}), SendMessageCommand, Remove];`,
  "a file inside the package": `
    import { ListTablesCommand } from "@aws-sdk/client-dynamodb/dist-es/commands/ListTablesCommand";
    export const handler = () => new ListTablesCommand({});`,
  "credentials of the environment": `
    import { defaultProvider } from "@aws-sdk/credential-provider-node";
    export const handler = () => defaultProvider();`,
  "a text that looks like a module": `
    import { PublishCommand } from "@aws-sdk/client-sns";
    const text = \`
// functions/test/a-text/handler.ts
\`;
    export const handler = () => new PublishCommand({ Message: text });`,
  "names that a library has, too": `
    import { DynamoDBPersistenceLayer } from "@aws-lambda-powertools/idempotency/dynamodb";
    class Own { GetItemCommand = 1; PutItemCommand() { return this.UpdateItemCommand; } }
    const own = (DeleteItemCommand) => [DeleteItemCommand, { PutItemCommand: 1 }];
    export const handler = (event) => [new DynamoDBPersistenceLayer({ tableName: "t" }), new Own(), own(event)];`,
  "a library": `
    import { DynamoDBPersistenceLayer } from "@aws-lambda-powertools/idempotency/dynamodb";
    export const handler = () => new DynamoDBPersistenceLayer({ tableName: "t" });`,
};

const POWERTOOLS_IDEMPOTENCY = [
  "library dynamodb:DeleteItem",
  "library dynamodb:GetItem",
  "library dynamodb:PutItem",
  "library dynamodb:UpdateItem",
];

describe("the SDK commands of code", () => {
  let code: Awaited<ReturnType<typeof analyseHandlers<keyof typeof SOURCES>>>;
  beforeAll(async () => {
    code = await analyseHandlers(SOURCES, SHARED);
  });

  it.each<[keyof typeof SOURCES, string[]]>([
    ["a command", ["own dynamodb:PutItem"]],
    ["another name", ["own sns:Publish"]],
    ["types alone", []],
    ["code that nobody calls", ["own dynamodb:GetItem"]],
    ["a re-export", ["own sqs:SendMessage"]],
    ["a module that is loaded late", ["own sns:Publish"]],
    [
      "documents",
      [
        "own dynamodb:BatchGetItem",
        "own dynamodb:GetItem",
        "own dynamodb:TransactWriteItems",
        "own dynamodb:UpdateItem",
      ],
    ],
    ["pages", ["own dynamodb:Query", "own dynamodb:Scan", "own s3:ListObjectsV2"]],
    ["waiting", ["own lambda:GetFunction", "own s3:HeadObject"]],
    [
      "uploads",
      [
        "own s3:AbortMultipartUpload",
        "own s3:CompleteMultipartUpload",
        "own s3:CreateMultipartUpload",
        "own s3:PutObject",
        "library s3:PutObjectTagging",
        "own s3:UploadPart",
      ],
    ],
    ["signed links", ["own s3:GetObject", "own s3:PutObject"]],
    [
      "the whole package by names",
      ["own sqs:DeleteMessage", "own sqs:PurgeQueue", "own sqs:ReceiveMessage", "own sqs:SendMessage"],
    ],
    ["a file inside the package", ["own dynamodb:ListTables"]],
    ["credentials of the environment", []],
    ["a text that looks like a module", ["own sns:Publish"]],
    ["names that a library has, too", POWERTOOLS_IDEMPOTENCY],
    ["a library", POWERTOOLS_IDEMPOTENCY],
  ])("are told of %s", (name, commands) => {
    expect(commandNames(code(name))).toEqual(commands);
    expect(code(name).findings).toEqual([]);
  });

  it("name the file that sends them", () => {
    expect(code("code that nobody calls").commands[0]?.file).toBe("functions/shared/store.ts");
    expect(code("a library").commands[0]?.file).toContain("node_modules/@aws-lambda-powertools/idempotency/");
  });
});
