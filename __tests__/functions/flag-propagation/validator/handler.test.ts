import "../support/validator-environment";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SNSClient } from "@aws-sdk/client-sns";
import { beforeEach, describe, expect, it, jest } from "@jest/globals";
import { flag } from "../../../../functions/flag-propagation/rules/example";
import { handler } from "../../../../functions/flag-propagation/validator/handler";
import { metrics } from "../../../../functions/shared/metrics";
import { lambdaContext } from "../../support/lambda-context";
import { flagStreamRecord } from "../support/flag-stream-record";

interface Command {
  readonly constructor: { readonly name: string };
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever was sent.
  readonly input: any;
}

const sent: Command[] = [];
const wellDone = async (command: Command) => {
  sent.push(command);
  const entries: readonly { Id: string }[] = command.input.PublishBatchRequestEntries ?? [];
  return { Successful: entries.map(({ Id }) => ({ Id })) };
};
jest.spyOn(DynamoDBClient.prototype, "send").mockImplementation(wellDone as never);
jest.spyOn(SNSClient.prototype, "send").mockImplementation(wellDone as never);
const counted = jest.spyOn(metrics, "addMetric").mockReturnValue(metrics);

const handle = (event: unknown) => handler(event, lambdaContext);
const names = () => sent.map((command) => command.constructor.name);

beforeEach(() => {
  sent.length = 0;
  counted.mockClear();
});

describe("the validator", () => {
  it("FLAG-04 publishes a valid version to the topic of changes, and keeps its verdict beside the flag", async () => {
    // The examples are written for another time and environment: what a rule says of that is not the matter here.
    const record = flagStreamRecord("100", flag({ environment: "test" }));
    jest.spyOn(Date, "now").mockReturnValue(Date.parse("2026-06-01T12:00:00Z"));

    expect(await handle({ Records: [record] })).toEqual({ batchItemFailures: [] });

    expect(names()).toEqual(["BatchGetItemCommand", "PublishBatchCommand", "PutItemCommand"]);
    const [, publication, verdict] = sent;
    expect(publication?.input.TopicArn).toBe("arn:aws:sns:eu-west-1:111122223333:flag-changes");
    expect(publication?.input.PublishBatchRequestEntries[0].MessageAttributes).toEqual({
      flag: { DataType: "String", StringValue: "checkout-new-payment-form" },
      version: { DataType: "Number", StringValue: "1" },
      environment: { DataType: "String", StringValue: "test" },
      share: { DataType: "Number", StringValue: "100" },
    });
    expect(verdict?.input).toMatchObject({ TableName: "flags", Item: { valid: { BOOL: true } } });
    expect(counted).toHaveBeenCalledWith("FlagsPublished", "Count", 1);
  });

  it("FLAG-03 tells the topic of rejections of an invalid one, and publishes nothing", async () => {
    await handle({ Records: [flagStreamRecord("100", flag({ state: "PAUSED" }))] });
    expect(names()).toEqual(["BatchGetItemCommand", "PublishCommand", "PutItemCommand"]);
    expect(sent[1]?.input.TopicArn).toBe("arn:aws:sns:eu-west-1:111122223333:flag-rejections");
    expect(sent[2]?.input.Item.valid).toEqual({ BOOL: false });
    expect(counted).toHaveBeenCalledWith("FlagsRejected", "Count", 1);
  });

  it("fails as a whole for an event that is no batch of a stream", async () => {
    await expect(handle({ detail: {} })).rejects.toThrow("Expected a batch of DynamoDB stream records");
  });
});
