import "../../support/environment";
import { describe, expect, it } from "@jest/globals";
import { flagsApi } from "../../../../functions/flag-propagation/flags-api/api";
import { DynamoDBFlagStore } from "../../../../functions/flag-propagation/flags-api/dynamodb-store";
import { EXAMPLE_NOW } from "../../../../functions/flag-propagation/rules/example";
import { httpFunction } from "../../../../functions/shared/http/function";
import { apiGatewayEvent } from "../../support/api-gateway-event";
import { lambdaContext } from "../../support/lambda-context";
import { type Behaviour, fakeDynamoDB } from "../support/fake-dynamodb";
import { changedFlag, newFlag } from "../support/flags-api";

const PATH = "/flags/checkout-new-payment-form";

function writing(behaviour: Behaviour) {
  const home = fakeDynamoDB("us-east-1", behaviour);
  let fallbacks = 0;
  const handler = httpFunction(
    flagsApi({
      store: new DynamoDBFlagStore(home.client, "flags"),
      reads: {
        read: () => {
          fallbacks += 1;
          return Promise.reject(new Error("A write reads where it writes."));
        },
      },
      environment: "staging",
      count: () => undefined,
      now: () => EXAMPLE_NOW,
    }),
  );
  const send = async (...call: Parameters<typeof apiGatewayEvent>) => {
    const { statusCode, headers, body } = await handler(apiGatewayEvent(...call), lambdaContext);
    return { statusCode, headers, type: JSON.parse(body).type, fallbacks };
  };
  return send;
}

describe("a write while the home Region does not answer", () => {
  it.each<[string, Behaviour]>([
    ["has a fault of its own", { status: 500, error: "InternalServerError" }],
    ["cannot be reached", "unreachable"],
  ])("FLAG-01 is refused with Retry-After where it %s, and never goes to the replica", async (_, behaviour) => {
    const send = writing(behaviour);
    const headers = { "If-Match": '"1"' };
    const query = { reason: "The trial is over.", user: "ada@example.com" };
    for (const answer of [
      await send("POST", "/flags", { body: newFlag() }),
      await send("POST", "/flags", { body: newFlag(), query: { dry_run: "true" } }),
      await send("PUT", PATH, { body: changedFlag(), headers }),
      await send("DELETE", PATH, { query, headers }),
    ]) {
      expect(answer).toMatchObject({
        statusCode: 503,
        type: "urn:plumbline:problem:temporarily-unavailable",
        headers: { "retry-after": expect.stringMatching(/^\d+$/) },
        fallbacks: 0,
      });
    }
  });
});
