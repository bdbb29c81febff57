import path from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { commandsOf, type EntryCode } from "../../../modules/proof/commands";
import { commandNames, ownVariables } from "./support/handlers";

const ROOT = path.resolve(__dirname, "../../..");
const OF_EVERY_FUNCTION = ["ENVIRONMENT", "POWERTOOLS_METRICS_NAMESPACE", "POWERTOOLS_SERVICE_NAME"];

describe("the functions of the serverless app", () => {
  let items: EntryCode;
  let changes: EntryCode;
  beforeAll(async () => {
    const code = await commandsOf(ROOT, ["serverless-app/changes", "serverless-app/items"]);
    items = code.get("serverless-app/items") as EntryCode;
    changes = code.get("serverless-app/changes") as EntryCode;
  });

  it("leave nothing that cannot be told", () => {
    expect([...items.findings, ...changes.findings]).toEqual([]);
  });

  it("items keeps versions itself and idempotency keys through Powertools", () => {
    expect(commandNames(items)).toEqual([
      "library dynamodb:DeleteItem",
      "library dynamodb:GetItem",
      "own dynamodb:GetItem",
      "library dynamodb:PutItem",
      "own dynamodb:Query",
      "own dynamodb:TransactWriteItems",
      "library dynamodb:UpdateItem",
    ]);
    expect(ownVariables(items)).toEqual([...OF_EVERY_FUNCTION, "IDEMPOTENCY_TABLE", "ITEMS_TABLE"].sort());
  });

  it("changes publishes and keeps dead letters", () => {
    expect(commandNames(changes)).toEqual(["own sns:Publish", "own sqs:SendMessage"]);
    expect(ownVariables(changes)).toEqual([...OF_EVERY_FUNCTION, "CHANGES_TOPIC_ARN", "DEAD_LETTER_QUEUE_URL"].sort());
  });

  it("may have what their packages read set, and what these compute the name of", () => {
    const library = items.environment.filter(({ origin }) => origin === "library").map(({ name }) => name);
    expect(library).toEqual(expect.arrayContaining(["AWS_XRAY_CONTEXT_MISSING", "POWERTOOLS_LOG_LEVEL"]));
    expect(library).not.toContain("ITEMS_TABLE");
  });
});
