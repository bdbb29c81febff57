import "../support/release-environment";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { ConditionalCheckFailedException, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SNSClient } from "@aws-sdk/client-sns";
import { beforeEach, describe, expect, it, jest } from "@jest/globals";
import { handler } from "../../../../functions/flag-propagation/release/handler";
import { flag } from "../../../../functions/flag-propagation/rules/example";
import { attributesOf } from "../../../../functions/flag-propagation/validator/attribute-values";
import { lambdaContext } from "../../support/lambda-context";
import { ID, MINUTE, published } from "./release-under-test";

interface Command {
  readonly constructor: { readonly name: string };
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever was sent.
  readonly input: any;
}

const sent: Command[] = [];
const answers = new Map<string, (input: Command["input"]) => unknown>();
const send = (async (command: Command) => {
  sent.push(command);
  const answer = await answers.get(command.constructor.name)?.(command.input);
  if (answer instanceof Error) throw answer;
  return answer ?? {};
}) as never;
for (const client of [DynamoDBClient, SNSClient, CloudWatchClient]) {
  jest.spyOn(client.prototype as DynamoDBClient, "send").mockImplementation(send);
}
/** Baked by whatever time it is. */
const PUBLISHED_AT = 1_700_000_000_000;
const verdict = published(1, { share: 5, published_at: PUBLISHED_AT });
const request = { flag_id: ID, version: 1, share: 5 };

function alarm(StateValue: string, minutes: number) {
  return {
    MetricAlarms: [
      { AlarmName: "shop-errors", StateValue, StateTransitionedTimestamp: new Date(PUBLISHED_AT + minutes * MINUTE) },
    ],
  };
}

beforeEach(() => {
  sent.length = 0;
  answers.clear();
  answers.set("QueryCommand", () => ({ Items: [attributesOf({ ...verdict })] }));
  answers.set("GetItemCommand", () => ({ Item: attributesOf(flag()) }));
  answers.set("PublishBatchCommand", () => ({ Successful: [{ Id: "0" }] }));
  answers.set("DescribeAlarmsCommand", () => alarm("OK", -60));
});

describe("the release function", () => {
  it("FLAG-04 looks at the alarm, publishes to the next share, then says so in the table", async () => {
    expect(await handler(request, lambdaContext)).toMatchObject({ outcome: "released", share: 25 });
    expect(sent.map((command) => command.constructor.name)).toEqual([
      "QueryCommand",
      "QueryCommand",
      "DescribeAlarmsCommand",
      "GetItemCommand",
      "PublishBatchCommand",
      "UpdateItemCommand",
    ]);
    expect(sent.slice(0, 2).every(({ input }) => input.ConsistentRead === true)).toBe(true);
    expect(sent[2]?.input).toEqual({ AlarmNames: ["shop-errors"], AlarmTypes: ["MetricAlarm"] });
    expect(sent[4]?.input.TopicArn).toBe("arn:aws:sns:eu-west-1:111122223333:flag-changes");
    expect(sent[4]?.input.PublishBatchRequestEntries[0].MessageAttributes.share).toEqual({
      DataType: "Number",
      StringValue: "25",
    });
    expect(sent[5]?.input).toEqual({
      TableName: "flags",
      Key: { flag_id: { S: ID }, record: { S: verdict.record } },
      UpdateExpression: "SET #share = :share, share_at = :at",
      ConditionExpression: "attribute_exists(published_at) AND #share < :share",
      ExpressionAttributeNames: { "#share": "share" },
      ExpressionAttributeValues: { ":share": { N: "25" }, ":at": { N: expect.stringMatching(/^\d{13}$/) } },
    });
  });

  it("FLAG-04 takes it for done where another execution was first", async () => {
    answers.set("UpdateItemCommand", () => new ConditionalCheckFailedException({ message: "no", $metadata: {} }));
    expect(await handler(request, lambdaContext)).toMatchObject({ outcome: "released", share: 25 });
    answers.set("UpdateItemCommand", () => new Error("throttled"));
    await expect(handler(request, lambdaContext)).rejects.toThrow("throttled");
  });

  it.each([
    ["ALARM", alarm("ALARM", -60), "went off"],
    ["no state", { MetricAlarms: [{ AlarmName: "shop-errors" }] }, "has no data"],
    ["OK again", alarm("OK", 1), "was not OK for a while"],
    ["another name", { MetricAlarms: [{ AlarmName: "shop-errors-2", StateValue: "OK" }] }, "there is no metric alarm"],
    ["nothing", {}, "there is no metric alarm"],
  ])("FLAG-07 halts where CloudWatch tells %s of the alarm", async (_, answer, reason) => {
    answers.set("DescribeAlarmsCommand", () => answer);
    expect(await handler(request, lambdaContext)).toMatchObject({
      outcome: "halted",
      reason: expect.stringContaining(reason),
    });
    expect(sent.some((command) => command.constructor.name === "PublishBatchCommand")).toBe(false);
  });

  it("FLAG-07 neither halts nor goes on where CloudWatch does not answer", async () => {
    answers.set("DescribeAlarmsCommand", () => new Error("no route"));
    await expect(handler(request, lambdaContext)).rejects.toThrow("no route");
    expect(sent.some((command) => command.constructor.name === "PublishBatchCommand")).toBe(false);
  });

  it.each([
    [{}, "flag_id as a text that is not empty, was given undefined"],
    [{ ...request, version: 0 }, "version as a whole number from 1 on, was given 0"],
    [{ ...request, share: 101 }, "share as a whole number from 1 to 100, was given 101"],
    ["nothing", "flag_id as a text that is not empty, was given undefined"],
  ])("FLAG-04 says what is wrong with %j", async (event, fault) => {
    await expect(handler(event, lambdaContext)).rejects.toThrow(`Expected a request for a release with ${fault}.`);
  });
});
