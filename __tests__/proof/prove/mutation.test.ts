import { expect, it } from "@jest/globals";
import { Testing } from "cdktf";
import type { EntryCode } from "../../../modules/proof/code/entry-code";
import { mutantsOf, survivors } from "../../../modules/proof/mutate";
import { proveWorld } from "../../../modules/proof/proof";
import { readWorld } from "../../../modules/proof/world";
import { ServerlessAppStack } from "../../../modules/systems/serverless-app/stack";
import { WAIVERS } from "../../../modules/systems/waivers";
import { someCode } from "../../helpers/test-system";

const STACK = new ServerlessAppStack(Testing.app(), {
  target: "aws",
  code: someCode(["serverless-app/items", "serverless-app/changes"]),
});
const WORLD = readWorld(JSON.parse(Testing.synth(STACK, true)));
const STANDARD = ["ENVIRONMENT", "POWERTOOLS_SERVICE_NAME", "POWERTOOLS_METRICS_NAMESPACE"];
const IDEMPOTENCY = "node_modules/@aws-lambda-powertools/idempotency/index.js";

/** What the code does, written out: reading it is another test's business. */
const CODE = new Map([
  [
    "aws_lambda_function.items_api",
    codeOf(["ITEMS_TABLE", "IDEMPOTENCY_TABLE"], {
      "handler.ts": ["dynamodb GetItem", "dynamodb Query", "dynamodb TransactWriteItems"],
      [IDEMPOTENCY]: ["dynamodb GetItem", "dynamodb PutItem", "dynamodb UpdateItem", "dynamodb DeleteItem"],
    }),
  ],
  [
    "aws_lambda_function.changes",
    codeOf(["CHANGES_TOPIC_ARN", "DEAD_LETTER_QUEUE_URL"], { "handler.ts": ["sns Publish", "sqs SendMessage"] }),
  ],
]);

it("every change of the serverless app's wiring is noticed", () => {
  const left = survivors(WORLD, (world) => proveWorld(world, CODE, WAIVERS["serverless-app"]).findings);
  expect(mutantsOf(WORLD).length).toBeGreaterThan(200);
  expect(left.map(({ description }) => description)).toEqual([]);
});

function codeOf(variables: readonly string[], commands: Readonly<Record<string, readonly string[]>>): EntryCode {
  return {
    commands: Object.entries(commands).flatMap(([file, sent]) =>
      sent.map((one) => {
        const [service = "", name = ""] = one.split(" ");
        const origin = file.startsWith("node_modules/") ? ("library" as const) : ("own" as const);
        return { service, command: `${name}Command`, origin, file };
      }),
    ),
    environment: [...STANDARD, ...variables].map((name) => ({ name, origin: "own", file: "handler.ts" })),
    findings: [],
  };
}
