import "../support/checker-environment";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { beforeEach, describe, expect, it, jest } from "@jest/globals";
import { RedisFlagCacheReader } from "../../../../functions/flag-propagation/cache/redis-flag-cache-reader";
import { handler } from "../../../../functions/flag-propagation/consistency-checker/handler";
import { metrics } from "../../../../functions/shared/metrics";
import { lambdaContext } from "../../support/lambda-context";

const sent: string[] = [];
const answers = new Map<string, unknown>();
const answering = async (command: object) => {
  sent.push(command.constructor.name);
  const answer = answers.get(command.constructor.name);
  if (answer instanceof Error) throw answer;
  return answer ?? {};
};
for (const client of [DynamoDBClient, CloudWatchLogsClient, SecretsManagerClient]) {
  jest.spyOn(client.prototype, "send").mockImplementation(answering as never);
}
const counted = jest.spyOn(metrics, "addMetric").mockReturnValue(metrics);

const handle = (event: unknown) => handler(event, lambdaContext);

beforeEach(() => {
  sent.length = 0;
  answers.clear();
  counted.mockClear();
});

describe("the consistency checker", () => {
  it("FLAG-06 refuses what nobody can answer, by name", async () => {
    await expect(handle({ operation: "repair" })).rejects.toMatchObject({ name: "InvalidRequest" });
    expect(sent).toEqual([]);
  });

  it("FLAG-06 fails a check by name where the table does not say that the version was published", async () => {
    await expect(handle({ operation: "check", flag_id: "new-menu", version: 1 })).rejects.toMatchObject({
      name: "VerdictMissing",
    });
    expect(sent).toEqual(["QueryCommand"]);
  });

  it("FLAG-06 fails a check by name where the token for Redis cannot be read, and counts no check", async () => {
    const flag = { flag_id: { S: "new-menu" }, version: { N: "1" }, environment: { S: "test" } };
    answers.set("QueryCommand", { Items: [{ ...flag, valid: { BOOL: true }, published_at: { N: "1" } }] });
    answers.set("GetItemCommand", { Item: { ...flag, flags: { S: "{}" } } });
    answers.set("GetSecretValueCommand", new Error("denied"));
    await expect(handle({ operation: "check", flag_id: "new-menu", version: 1 })).rejects.toMatchObject({
      name: "RedisTokenUnreadable",
    });
    expect(counted).not.toHaveBeenCalledWith("ConsistencyChecks", "Count", 1);
  });

  it("FLAG-06 sweeps within the time that the function has left", async () => {
    jest.spyOn(RedisFlagCacheReader.prototype, "flagIds").mockResolvedValue(["#revision"]);
    expect(await handle({ operation: "sweep" })).toMatchObject({ flags: 0, inconsistent: [] });
    const late = { ...lambdaContext, getRemainingTimeInMillis: () => 5_000 };
    answers.set("QueryCommand", { Items: [{ flag_id: { S: "new-menu" } }] });
    await expect(handler({ operation: "sweep" }, late)).rejects.toMatchObject({ name: "SweepIncomplete" });
  });

  it("FLAG-06 searches the functions' logs", async () => {
    answers.set("StartQueryCommand", { queryId: "1" });
    answers.set("GetQueryResultsCommand", { status: "Complete", results: [] });
    const now = Date.now();
    expect(await handle({ operation: "logs", from: now - 1_000, to: now })).toMatchObject({
      errors: [],
      complete: true,
    });
    expect(sent).toContain("StartQueryCommand");
  });
});
