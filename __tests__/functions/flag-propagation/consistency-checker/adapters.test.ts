import { CloudWatchLogsClient, LimitExceededException } from "@aws-sdk/client-cloudwatch-logs";
import { ConditionalCheckFailedException, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { describe, expect, it, jest } from "@jest/globals";
import { DynamoDBPublishedFlags } from "../../../../functions/flag-propagation/consistency-checker/dynamodb-published-flags";
import { InsightsLogQueries } from "../../../../functions/flag-propagation/consistency-checker/insights-log-queries";
import type { Verdict } from "../../../../functions/flag-propagation/flag/verdict";

const verdict: Verdict = {
  flag_id: "new-menu",
  record: "verdict#0000000000000002#100",
  version: 2,
  valid: true,
  broken: [],
  advisories: [],
  validated_at: 1_000,
  published_at: 2_000,
};
const kept = {
  flag_id: { S: "new-menu" },
  record: { S: verdict.record },
  version: { N: "2" },
  valid: { BOOL: true },
  broken: { L: [] },
  advisories: { L: [] },
  validated_at: { N: "1000" },
  published_at: { N: "2000" },
};

/** A client that hears answers in turn; an error among them is thrown. */
function hearing<Client extends DynamoDBClient | CloudWatchLogsClient>(client: Client, answers: readonly unknown[]) {
  const sent: { readonly name: string; readonly input: unknown }[] = [];
  jest.spyOn(client as DynamoDBClient, "send").mockImplementation((async (command: { input: unknown }) => {
    sent.push({ name: command.constructor.name, input: command.input });
    const heard = answers[sent.length - 1];
    if (heard instanceof Error) throw heard;
    return heard ?? {};
  }) as never);
  return { client: () => client, sent };
}

function table(...answers: readonly unknown[]) {
  const { client, sent } = hearing(new DynamoDBClient({ region: "eu-west-1" }), answers);
  return { flags: new DynamoDBPublishedFlags(client, "flags", () => 1), sent };
}

function insights(...answers: readonly unknown[]) {
  const { client, sent } = hearing(new CloudWatchLogsClient({ region: "eu-west-1" }), answers);
  return { queries: new InsightsLogQueries(client, "/aws/lambda/a,/aws/lambda/b"), sent };
}

const verdicts = {
  TableName: "flags",
  KeyConditionExpression: "flag_id = :flag_id AND begins_with(#record, :prefix)",
  ExpressionAttributeNames: { "#record": "record" },
  ConsistentRead: true,
  ScanIndexForward: false,
};
const values = { ":flag_id": { S: "new-menu" }, ":prefix": { S: "verdict#" } };
const signal = new AbortController().signal;

const check = { outcome: "consistent", at: 3_000, services: 156, disagreeing: 0, disagreements: [] } as const;

describe("what was published, in the flags table", () => {
  it("FLAG-06 is the newest valid verdict that says when, read consistently and to the end", async () => {
    const { flags, sent } = table({ Items: [], LastEvaluatedKey: { flag_id: { S: "new-menu" } } }, { Items: [kept] });
    expect(await flags.published("new-menu")).toEqual(verdict);
    const query = {
      ...verdicts,
      ExpressionAttributeValues: { ...values, ":valid": { BOOL: true } },
      FilterExpression: "valid = :valid AND attribute_exists(published_at)",
      Limit: 100,
    };
    expect(sent).toEqual([
      { name: "QueryCommand", input: query },
      { name: "QueryCommand", input: { ...query, ExclusiveStartKey: { flag_id: { S: "new-menu" } } } },
    ]);
  });

  it("FLAG-06 tells the newest valid verdict, and the newest of all", async () => {
    const { flags, sent } = table({ Items: [kept] }, { Items: [kept] }, { Items: [] });
    expect(await flags.newestValid("new-menu")).toEqual(verdict);
    expect(await flags.newestVerdict("new-menu")).toEqual(verdict);
    expect(await flags.newestVerdict("new-menu")).toBeUndefined();
    expect(sent[0]?.input).toMatchObject({ FilterExpression: "valid = :valid" });
    expect(sent[1]?.input).toEqual({ ...verdicts, ExpressionAttributeValues: values, Limit: 1 });
  });

  it("FLAG-06 reads a version from the history", async () => {
    const { flags, sent } = table({ Item: { flag_id: { S: "new-menu" }, version: { N: "2" } } });
    expect(await flags.version("new-menu", 2)).toEqual({ flag_id: "new-menu", version: 2 });
    expect(sent).toEqual([
      {
        name: "GetItemCommand",
        input: {
          TableName: "flags",
          Key: { flag_id: { S: "new-menu" }, record: { S: "version#0000000000000002" } },
          ConsistentRead: true,
        },
      },
    ]);
  });

  it("FLAG-06 takes the current version for one without a history, and no other version", async () => {
    const current = { Item: { flag_id: { S: "new-menu" }, version: { N: "2" } } };
    const { flags, sent } = table({}, current, {}, current);
    expect(await flags.version("new-menu", 2)).toMatchObject({ version: 2 });
    expect(await flags.version("new-menu", 1)).toBeUndefined();
    expect(sent[1]?.input).toMatchObject({ Key: { record: { S: "current" } } });
  });

  it("FLAG-06 lists the flags that are not deleted, page by page", async () => {
    const last = { listing: { S: "flag" }, flag_id: { S: "old-menu" }, record: { S: "current" } };
    const { flags, sent } = table(
      { Items: [{ flag_id: { S: "old-menu" }, written_at: { N: "5" } }], LastEvaluatedKey: last },
      { Items: [{ flag_id: { S: "pay-later" } }] },
    );
    expect(await flags.live()).toEqual({ flags: [{ flag_id: "old-menu", written_at: 5 }], next: "old-menu" });
    expect(await flags.live("old-menu")).toEqual({ flags: [{ flag_id: "pay-later", written_at: 0 }] });
    const query = {
      TableName: "flags",
      IndexName: "by-flag",
      KeyConditionExpression: "listing = :listing",
      ExpressionAttributeValues: { ":listing": { S: "flag" } },
      ProjectionExpression: "flag_id, written_at",
      Limit: 200,
    };
    expect(sent.map(({ input }) => input)).toEqual([query, { ...query, ExclusiveStartKey: last }]);
  });

  it("FLAG-06 keeps what a check found, and when the version was first found everywhere", async () => {
    const refused = new ConditionalCheckFailedException({ message: "no", $metadata: {} });
    const { flags, sent } = table({}, {}, refused);
    await flags.keepCheck(verdict, check, true);
    await flags.keepCheck(verdict, check, false);
    await flags.keepCheck(verdict, check, true);
    const kept = {
      TableName: "flags",
      Key: { flag_id: { S: "new-menu" }, record: { S: verdict.record } },
      ConditionExpression: "attribute_exists(published_at)",
    };
    const last = {
      M: {
        outcome: { S: "consistent" },
        at: { N: "3000" },
        services: { N: "156" },
        disagreeing: { N: "0" },
        disagreements: { L: [] },
      },
    };
    expect(sent.slice(0, 2)).toEqual([
      {
        name: "UpdateItemCommand",
        input: {
          ...kept,
          UpdateExpression: "SET last_check = :check, confirmed_at = if_not_exists(confirmed_at, :at)",
          ExpressionAttributeValues: { ":check": last, ":at": { N: "3000" } },
        },
      },
      {
        name: "UpdateItemCommand",
        input: {
          ...kept,
          UpdateExpression: "SET last_check = :check",
          ExpressionAttributeValues: { ":check": last },
        },
      },
    ]);
    expect(sent).toHaveLength(3);
  });

  it("FLAG-06 reads which flags a service takes once a minute, and fails where nobody can read it", async () => {
    const { flags, sent } = table({ Item: { flags: { S: '{"service-0001":["new-menu"]}' } } });
    expect(await flags.serviceFlags()).toEqual(new Map([["service-0001", new Set(["new-menu"])]]));
    await flags.serviceFlags();
    expect(sent).toHaveLength(1);
    expect(await table({}).flags.serviceFlags()).toEqual(new Map());
    await expect(table({ Item: { flags: { S: "[]" } } }).flags.serviceFlags()).rejects.toMatchObject({
      name: "ServiceFlagsUnreadable",
    });
  });

  it.each([
    ["published", (flags: DynamoDBPublishedFlags) => flags.published("new-menu")],
    ["newestValid", (flags: DynamoDBPublishedFlags) => flags.newestValid("new-menu")],
    ["newestVerdict", (flags: DynamoDBPublishedFlags) => flags.newestVerdict("new-menu")],
    ["version", (flags: DynamoDBPublishedFlags) => flags.version("new-menu", 2)],
    ["live", (flags: DynamoDBPublishedFlags) => flags.live()],
    ["serviceFlags", (flags: DynamoDBPublishedFlags) => flags.serviceFlags()],
    ["keepCheck", (flags: DynamoDBPublishedFlags) => flags.keepCheck(verdict, check, true)],
  ] as const)("FLAG-06 fails by one name where the table cannot be used: %s", async (_, use) => {
    const { flags } = table(new Error("socket hang up"));
    await expect(use(flags)).rejects.toMatchObject({
      name: "TableUnreadable",
      message: "The table flags cannot be used: Error: socket hang up",
    });
  });
});

describe("queries of Logs Insights", () => {
  it("FLAG-06 start over all log groups and a window in seconds", async () => {
    const { queries, sent } = insights({ queryId: "1" });
    expect(await queries.start("fields @message", { start: 10, end: 20 }, signal)).toBe("1");
    expect(sent).toEqual([
      {
        name: "StartQueryCommand",
        input: {
          logGroupNames: ["/aws/lambda/a", "/aws/lambda/b"],
          queryString: "fields @message",
          startTime: 10,
          endTime: 20,
        },
      },
    ]);
  });

  it("FLAG-06 are put off where too many run, and fail where there is no id or another error", async () => {
    const limit = new LimitExceededException({ message: "too many", $metadata: {} });
    const window = { start: 10, end: 20 };
    expect(await insights(limit).queries.start("q", window, signal)).toBeUndefined();
    await expect(insights({}).queries.start("q", window, signal)).rejects.toThrow("gave no id");
    await expect(insights(new Error("no group")).queries.start("q", window, signal)).rejects.toThrow("no group");
  });

  it.each([
    ["Scheduled", "running"],
    ["Running", "running"],
    ["Complete", "complete"],
    ["Failed", "failed"],
    ["Cancelled", "failed"],
    ["Timeout", "failed"],
    ["Unknown", "failed"],
    [undefined, "failed"],
  ])("FLAG-06 that are %s count as %s", async (status, expected) => {
    const { queries } = insights({ status });
    expect((await queries.state("1", signal)).status).toBe(expected);
  });

  it("FLAG-06 tell rows by field, and are stopped by id", async () => {
    const { queries, sent } = insights({ status: "Complete", results: [[{ field: "message", value: "no" }]] });
    expect((await queries.state("1", signal)).rows).toEqual([{ message: "no" }]);
    await queries.stop("1");
    expect(sent).toEqual([
      { name: "GetQueryResultsCommand", input: { queryId: "1" } },
      { name: "StopQueryCommand", input: { queryId: "1" } },
    ]);
  });

  it.each([",", Array.from({ length: 51 }, (_, index) => `group-${index}`).join(",")])(
    "FLAG-06 need one to fifty log groups",
    (groups) => {
      const client = () => new CloudWatchLogsClient({ region: "eu-west-1" });
      expect(() => new InsightsLogQueries(client, groups)).toThrow("Name 1 to 50");
    },
  );
});
