import "../../support/environment";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { beforeEach, describe, expect, it, jest } from "@jest/globals";
import { handler } from "../../../../functions/serverless-app/changes/handler";
import { historyRecord } from "../../../../functions/serverless-app/item-record";
import { firstVersion } from "../../../../functions/serverless-app/items/versions";
import { metrics } from "../../../../functions/shared/metrics";
import { lambdaContext } from "../../support/lambda-context";
import { streamRecord } from "../../support/stream-record";

const ID = "6f9619ff-8b86-4d11-b42d-00c04fc964ff";
const version = (name: string) => ({ ...historyRecord(firstVersion(ID, { name }, 1_000)) });
const poison = { id: "poison", timestamp: 5 };

const publish = jest.spyOn(SNSClient.prototype, "send");
const keep = jest.spyOn(SQSClient.prototype, "send");

/** The input of the first command that a client was to send. */
function firstInput(spy: typeof publish | typeof keep) {
  const [call] = spy.mock.calls;
  if (call === undefined) throw new Error("Nothing was sent.");
  return call[0].input as Readonly<Record<string, unknown>>;
}

beforeEach(() => {
  publish.mockReset().mockImplementation(async () => ({}));
  keep.mockReset().mockImplementation(async () => ({}));
});

describe("the changes function", () => {
  it("ALL-12 publishes to the topic, with the attributes that subscriptions filter on", async () => {
    const response = await handler({ Records: [streamRecord("1", version("Lamp"))] }, lambdaContext);

    expect(response).toEqual({ batchItemFailures: [] });
    expect(publish).toHaveBeenCalledTimes(1);
    expect(firstInput(publish)).toEqual({
      TopicArn: "arn:aws:sns:eu-west-1:111122223333:item-changes",
      Message: expect.stringContaining('"event_id":"6f9619ff-8b86-4d11-b42d-00c04fc964ff:1"'),
      MessageAttributes: {
        type: { DataType: "String", StringValue: "item.created" },
        id: { DataType: "String", StringValue: ID },
        version: { DataType: "Number", StringValue: "1" },
        environment: { DataType: "String", StringValue: "test" },
      },
    });
  });

  it("sends characters that SNS refuses as escapes, so that they arrive", async () => {
    await handler({ Records: [streamRecord("1", version("\uffff\ufffe"))] }, lambdaContext);
    const Message = String(firstInput(publish).Message);
    expect(Message).not.toMatch(/[\ufffe\uffff]/);
    expect(JSON.parse(Message).data.name).toBe("\uffff\ufffe");
  });

  it("keeps a poisoned record in the dead-letter queue with the reason and goes on", async () => {
    const record = streamRecord("1", poison);

    const response = await handler({ Records: [record, streamRecord("2", version("Lamp"))] }, lambdaContext);

    expect(response).toEqual({ batchItemFailures: [] });
    const { MessageBody, ...message } = firstInput(keep);
    expect(message).toEqual({
      QueueUrl: "https://sqs.eu-west-1.amazonaws.com/111122223333/dead-letters",
      MessageAttributes: { reason: { DataType: "String", StringValue: "invalid-record" } },
    });
    expect(JSON.parse(String(MessageBody))).toEqual({ reason: "invalid-record", faults: expect.any(Array), record });
    expect(publish).toHaveBeenCalledTimes(1);
  });

  it("keeps a poisoned record that is larger than a message by its keys", async () => {
    const record = streamRecord("1", { ...poison, blob: "x".repeat(300_000) });
    record.dynamodb.Keys = { id: { S: "poison" }, timestamp: { N: "5" } };

    await handler({ Records: [record] }, lambdaContext);

    const MessageBody = String(firstInput(keep).MessageBody);
    expect(MessageBody.length).toBeLessThan(10_000);
    expect(JSON.parse(MessageBody)).toMatchObject({
      reason: "invalid-record",
      omitted: expect.any(String),
      record: { dynamodb: { SequenceNumber: "1", Keys: { id: { S: "poison" } } } },
    });
  });

  it("counts what it published and what it rejected, and leaves nothing uncounted", async () => {
    const count = jest.spyOn(metrics, "addMetric");
    await handler({ Records: [streamRecord("1", poison), streamRecord("2", version("Lamp"))] }, lambdaContext);
    expect(count.mock.calls).toEqual([
      ["ChangesRejected", "Count", 1],
      ["ChangesPublished", "Count", 1],
    ]);
    expect(metrics.hasStoredMetrics()).toBe(false);
  });

  it("reports the first record that could not be published and leaves those after it", async () => {
    publish
      .mockImplementationOnce(async () => ({}))
      .mockImplementationOnce(async () => {
        throw new Error("topic away");
      });
    const records = ["1", "2", "3"].map((number) => streamRecord(number, version(number)));

    const response = await handler({ Records: records }, lambdaContext);

    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: "2" }] });
    expect(publish).toHaveBeenCalledTimes(2);
  });

  it("reports a poisoned record that the queue did not take", async () => {
    keep.mockImplementationOnce(async () => {
      throw new Error("queue away");
    });
    const response = await handler({ Records: [streamRecord("1", poison)] }, lambdaContext);
    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: "1" }] });
  });

  it.each([
    [undefined, "Expected a batch of DynamoDB stream records"],
    [{ Records: "none" }, "'Records'"],
    [{ Records: [{ eventName: "INSERT", dynamodb: { SequenceNumber: 7 } }] }, "'Records.0.dynamodb.SequenceNumber'"],
  ])("fails the invocation on an event that is no batch of a stream: %j", async (event, told) => {
    await expect(handler(event, lambdaContext)).rejects.toThrow(told);
  });
});
