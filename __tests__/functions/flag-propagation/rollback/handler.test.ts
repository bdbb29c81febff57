import "../support/validator-environment";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { beforeEach, describe, expect, it, jest } from "@jest/globals";
import { handler } from "../../../../functions/flag-propagation/rollback/handler";
import { EXAMPLE_NOW, flag } from "../../../../functions/flag-propagation/rules/example";
import { metrics } from "../../../../functions/shared/metrics";
import { lambdaContext } from "../../support/lambda-context";
import { image } from "../support/flag-stream-record";
import { ID, request } from "../support/rollback-under-test";

interface Command {
  readonly constructor: { readonly name: string };
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever was sent.
  readonly input: any;
}

const sent: Command[] = [];
const current = { value: flag({ environment: "test" }) };
jest.spyOn(DynamoDBClient.prototype, "send").mockImplementation((async (command: Command) => {
  sent.push(command);
  return command.constructor.name === "GetItemCommand" ? { Item: image(current.value) } : {};
}) as never);
jest.spyOn(Date, "now").mockReturnValue(EXAMPLE_NOW);
const counted = jest.spyOn(metrics, "addMetric").mockReturnValue(metrics);

beforeEach(() => {
  sent.length = 0;
  counted.mockClear();
});

describe("the rollback", () => {
  it("FLAG-07 writes the version that is to be there, in the name of the function", async () => {
    expect(await handler(request(1, { services: 156, disagreeing: 2 }), lambdaContext)).toEqual({
      flag_id: ID,
      outcome: "rolled-back",
      from: 1,
      to: 1,
      version: 2,
    });
    const transaction = sent.at(-1);
    expect(transaction?.constructor.name).toBe("TransactWriteItemsCommand");
    expect(transaction?.input.TransactItems[0].Put).toMatchObject({
      TableName: "flags",
      Item: {
        version: { N: "2" },
        user: { S: "flag-rollback" },
        principal: { S: lambdaContext.invokedFunctionArn },
        correlation_id: { S: lambdaContext.awsRequestId },
        rollback: { M: { from: { N: "1" }, to: { N: "1" } } },
      },
    });
    expect(counted).toHaveBeenCalledWith("Rollbacks", "Count", 1);
  });

  it("FLAG-07 leaves a newer version alone", async () => {
    current.value = flag({ environment: "test", version: 2 });
    expect(await handler(request(1), lambdaContext)).toEqual({ flag_id: ID, outcome: "superseded", from: 1 });
    expect(sent.map((command) => command.constructor.name)).toEqual(["GetItemCommand", "QueryCommand"]);
    expect(counted).toHaveBeenCalledWith("RollbacksSuperseded", "Count", 1);
  });

  it("fails for an event that is no request", async () => {
    await expect(handler({ detail: {} }, lambdaContext)).rejects.toThrow("Expected a request for a rollback");
  });
});
