import "../support/probe-environment";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { describe, expect, it, jest } from "@jest/globals";
import { handler } from "../../../../functions/flag-propagation/replication-probe/handler";
import { metrics } from "../../../../functions/shared/metrics";
import { lambdaContext } from "../../support/lambda-context";

interface Sent {
  readonly region: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever was sent.
  readonly input: any;
}

const sent: Sent[] = [];
jest.spyOn(DynamoDBClient.prototype, "send").mockImplementation(async function (
  this: DynamoDBClient,
  command: { readonly input: unknown },
) {
  sent.push({ region: await this.config.region(), input: command.input });
  return "UpdateExpression" in (command.input as object)
    ? { Attributes: { beats: { N: "12" } } }
    : { Item: { beats: { N: "12" } } };
} as never);
const gauged = jest.spyOn(metrics, "addMetric").mockReturnValue(metrics);

describe("the replication probe", () => {
  it("FLAG-01 writes an item that is no flag in the home Region, and looks for it in the replica's", async () => {
    await handler({}, lambdaContext);
    const key = { flag_id: { S: "#heartbeat" }, record: { S: "home" } };
    expect(sent).toMatchObject([
      { region: "eu-west-1", input: { TableName: "flags", Key: key } },
      { region: "us-west-2", input: { TableName: process.env.REPLICA_TABLE_ARN, Key: key, ConsistentRead: false } },
    ]);
    expect(sent[0]?.input.UpdateExpression).not.toContain("listing");
    expect(gauged).toHaveBeenCalledWith("ReplicationLag", "Milliseconds", expect.any(Number));
  });
});
