import { ConditionalCheckFailedException, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SNSClient } from "@aws-sdk/client-sns";
import { describe, expect, it, jest } from "@jest/globals";
import type { FlagChange } from "../../../../functions/flag-propagation/flag/flag-change";
import type { Verdict } from "../../../../functions/flag-propagation/flag/verdict";
import { DynamoDBFlagReader } from "../../../../functions/flag-propagation/validator/dynamodb-flags";
import { DynamoDBVerdictStore } from "../../../../functions/flag-propagation/validator/dynamodb-verdicts";
import { SnsChangeTopic } from "../../../../functions/flag-propagation/validator/sns-changes";
import { SnsRejectionTopic } from "../../../../functions/flag-propagation/validator/sns-rejections";

const TOPIC = "arn:aws:sns:eu-west-1:111122223333:flag-changes";

const verdict: Verdict = {
  flag_id: "new-menu",
  record: "verdict#0000000000000001#100",
  version: 1,
  valid: true,
  broken: [],
  advisories: ["TEAM-01"],
  validated_at: 1_000,
  published_at: 2_000,
};
const kept = {
  flag_id: { S: "new-menu" },
  record: { S: "verdict#0000000000000001#100" },
  version: { N: "1" },
  valid: { BOOL: true },
  broken: { L: [] },
  advisories: { L: [{ S: "TEAM-01" }] },
  validated_at: { N: "1000" },
  published_at: { N: "2000" },
};

function toAll(...changes: readonly FlagChange[]) {
  return changes.map((change) => ({ change, share: 100 }));
}

function change(version: number, filler = ""): FlagChange {
  return {
    flag_id: "new-menu",
    version,
    environment: "test",
    written_at: 1,
    received_at: 2,
    validated_at: 3,
    published_at: 4,
    flag: { state: "ENABLED", variants: { on: filler }, defaultVariant: "on" },
  };
}

interface Sent {
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever was sent.
  readonly input: any;
}

/** A client that hears answers in turn, an error among them thrown; or one that answers by what it is sent. */
function hearing<Client extends DynamoDBClient | SNSClient>(
  client: Client,
  answer: readonly unknown[] | ((sent: Sent) => unknown),
) {
  const sent: Sent[] = [];
  jest.spyOn(client as DynamoDBClient, "send").mockImplementation((async (command: { input: unknown }) => {
    const one = { name: command.constructor.name, input: command.input };
    sent.push(one);
    const heard = typeof answer === "function" ? answer(one) : answer[sent.length - 1];
    if (heard instanceof Error) throw heard;
    return heard ?? {};
  }) as never);
  return { client: () => client, sent };
}

const dynamodb = (...answers: readonly unknown[]) => hearing(new DynamoDBClient({ region: "eu-west-1" }), answers);
const sns = (answer: readonly unknown[] | ((sent: Sent) => unknown)) =>
  hearing(new SNSClient({ region: "eu-west-1" }), answer);
const allWell = ({ input }: Sent) => ({
  Successful: input.PublishBatchRequestEntries.map(({ Id }: { Id: string }) => ({ Id })),
});

describe("verdicts in the flags table", () => {
  it("are found consistently, in one call", async () => {
    const { client, sent } = dynamodb({ Responses: { flags: [kept] } });
    const store = new DynamoDBVerdictStore(client, "flags");
    const other = { flag_id: "old-menu", record: "verdict#0000000000000009#101" };
    expect(await store.find([{ flag_id: verdict.flag_id, record: verdict.record }, other])).toEqual([verdict]);
    expect(sent).toEqual([
      {
        name: "BatchGetItemCommand",
        input: {
          RequestItems: {
            flags: {
              Keys: [
                { flag_id: { S: "new-menu" }, record: { S: verdict.record } },
                { flag_id: { S: "old-menu" }, record: { S: other.record } },
              ],
              ConsistentRead: true,
            },
          },
        },
      },
    ]);
  });

  it("are asked for a hundred at a time, and again for what DynamoDB did not get to", async () => {
    const keys = Array.from({ length: 101 }, (_, index) => ({ flag_id: "new-menu", record: `verdict#${index}` }));
    const left = { flag_id: { S: "new-menu" }, record: { S: "verdict#99" } };
    const { client, sent } = dynamodb(
      { Responses: { flags: [] }, UnprocessedKeys: { flags: { Keys: [left] } } },
      { Responses: { flags: [] } },
      { Responses: { flags: [kept] } },
    );
    expect(await new DynamoDBVerdictStore(client, "flags").find(keys)).toEqual([verdict]);
    expect(sent.map(({ input }) => input.RequestItems.flags.Keys.length)).toEqual([100, 1, 1]);
    expect(sent[2]?.input.RequestItems.flags.Keys).toEqual([left]);
  });

  it("fail to be found when DynamoDB does not get to them", async () => {
    const left = { UnprocessedKeys: { flags: { Keys: [{ flag_id: { S: "a" }, record: { S: "b" } }] } } };
    const { client } = dynamodb(left, left, left, left, left);
    await expect(new DynamoDBVerdictStore(client, "flags").find([{ flag_id: "a", record: "b" }])).rejects.toThrow(
      "DynamoDB left 1 of 1 keys of flags unread",
    );
  });

  it("are kept once: the one that is there stays, but that a decision is completed", async () => {
    const there = new ConditionalCheckFailedException({ message: "there", $metadata: {} });
    const { client, sent } = dynamodb({}, there);
    const store = new DynamoDBVerdictStore(client, "flags");
    await store.keep(verdict);
    await store.keep(verdict);
    expect(sent).toHaveLength(2);
    expect(sent[0]).toEqual({
      name: "PutItemCommand",
      input: {
        TableName: "flags",
        Item: kept,
        ConditionExpression: "attribute_not_exists(flag_id) OR (valid = :valid AND attribute_not_exists(published_at))",
        ExpressionAttributeValues: { ":valid": { BOOL: true } },
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      },
    });
  });

  it("are decided once: the one that is there stands, whether DynamoDB tells it or has to be asked", async () => {
    const told = new ConditionalCheckFailedException({ message: "there", $metadata: {}, Item: kept });
    const untold = new ConditionalCheckFailedException({ message: "there", $metadata: {} });
    const { client } = dynamodb({}, told, untold, { Responses: { flags: [kept] } });
    const store = new DynamoDBVerdictStore(client, "flags");
    const { published_at, ...decision } = verdict;
    expect(await store.decide(decision)).toEqual(decision);
    expect(await store.decide(decision)).toEqual(verdict);
    expect(await store.decide(decision)).toEqual(verdict);
  });

  it("are not taken for kept when DynamoDB fails", async () => {
    const { client } = dynamodb(new Error("throttled"));
    await expect(new DynamoDBVerdictStore(client, "flags").keep(verdict)).rejects.toThrow("throttled");
  });
});

describe("other flags in the table", () => {
  it("are read by id, consistently, each once", async () => {
    const item = { flag_id: { S: "new-menu" }, record: { S: "current" }, listing: { S: "flag" }, version: { N: "3" } };
    const { client, sent } = dynamodb({ Responses: { flags: [item] } });
    const found = await new DynamoDBFlagReader(client, "flags").current(["new-menu", "gone", "new-menu"]);
    expect([...found]).toEqual([["new-menu", { flag_id: "new-menu", version: 3 }]]);
    expect(sent[0]?.input.RequestItems.flags).toEqual({
      Keys: ["new-menu", "gone"].map((id) => ({ flag_id: { S: id }, record: { S: "current" } })),
      ConsistentRead: true,
    });
  });
});

describe("the topic of changes", () => {
  it("FLAG-04 gets changes with the attributes that subscriptions filter on", async () => {
    const { client, sent } = sns(allWell);
    expect(await new SnsChangeTopic(client, TOPIC).publish([{ change: change(7), share: 25 }])).toEqual([undefined]);
    expect(sent).toEqual([
      {
        name: "PublishBatchCommand",
        input: {
          TopicArn: TOPIC,
          PublishBatchRequestEntries: [
            {
              Id: "0",
              Message: JSON.stringify(change(7)),
              MessageAttributes: {
                flag: { DataType: "String", StringValue: "new-menu" },
                version: { DataType: "Number", StringValue: "7" },
                environment: { DataType: "String", StringValue: "test" },
                share: { DataType: "Number", StringValue: "25" },
              },
            },
          ],
        },
      },
    ]);
  });

  it("gets ten at a time, and no more than 256 KiB at once", async () => {
    const { client, sent } = sns(allWell);
    const topic = new SnsChangeTopic(client, TOPIC);
    await topic.publish(toAll(...Array.from({ length: 21 }, (_, index) => change(index + 1))));
    expect(sent.map(({ input }) => input.PublishBatchRequestEntries.length)).toEqual([10, 10, 1]);

    sent.length = 0;
    await topic.publish(toAll(...[1, 2, 3].map((version) => change(version, "ü".repeat(60_000)))));
    expect(sent.map(({ input }) => input.PublishBatchRequestEntries.length)).toEqual([2, 1]);
    for (const { input } of sent) {
      expect(Buffer.byteLength(JSON.stringify(input.PublishBatchRequestEntries))).toBeLessThan(256 * 1024);
    }
  });

  it("tells of each change what became of it", async () => {
    const { client } = sns(({ input }) => ({
      Successful: [{ Id: "0" }],
      Failed: [{ Id: "1", Code: "InternalError", Message: "try again", SenderFault: false }],
      ...(input.PublishBatchRequestEntries.length === 1 && { Successful: [], Failed: [] }),
    }));
    const outcomes = await new SnsChangeTopic(client, TOPIC).publish(toAll(change(1), change(2), change(3)));
    expect(outcomes.map((outcome) => outcome?.message)).toEqual([
      undefined,
      "SNS refused the message: InternalError try again",
      "SNS did not say what became of the message.",
    ]);
  });

  it("fails for the changes of one call alone when that call fails", async () => {
    const { client } = sns((sent) =>
      sent.input.PublishBatchRequestEntries.length === 10 ? new Error("no route") : allWell(sent),
    );
    const changes = Array.from({ length: 11 }, (_, index) => change(index + 1));
    const outcomes = await new SnsChangeTopic(client, TOPIC).publish(toAll(...changes));
    expect(outcomes.map((outcome) => outcome?.message)).toEqual([...Array(10).fill("no route"), undefined]);
  });

  it("names a change that is larger than SNS takes, and publishes the others", async () => {
    const { client, sent } = sns(allWell);
    const outcomes = await new SnsChangeTopic(client, TOPIC).publish(toAll(change(1, "x".repeat(262_144)), change(2)));
    expect(outcomes[0]?.message).toMatch(/The message about 'new-menu' .* has \d+ bytes, SNS takes 262144/);
    expect(outcomes[1]).toBeUndefined();
    expect(sent[0]?.input.PublishBatchRequestEntries).toHaveLength(1);
  });
});

describe("the topic of rejections", () => {
  it("FLAG-03 is told the verdict", async () => {
    const { client, sent } = sns([{}]);
    const rejected = { ...verdict, valid: false, broken: ["TARGET-03"] };
    await new SnsRejectionTopic(client, TOPIC, "test").announce(rejected);
    expect(sent).toEqual([
      {
        name: "PublishCommand",
        input: {
          TopicArn: TOPIC,
          Message: JSON.stringify(rejected),
          MessageAttributes: {
            flag: { DataType: "String", StringValue: "new-menu" },
            version: { DataType: "Number", StringValue: "1" },
            environment: { DataType: "String", StringValue: "test" },
          },
        },
      },
    ]);
  });
});
