import { describe, expect, it } from "@jest/globals";
import { Testing } from "cdktf";
import type { EntryCode } from "../../../modules/proof/code/entry-code";
import { mutantsOf, survivors } from "../../../modules/proof/mutate";
import { proveWorld } from "../../../modules/proof/proof";
import { readWorld } from "../../../modules/proof/world";
import { SYSTEMS } from "../../../modules/systems/systems";
import { WAIVERS } from "../../../modules/systems/waivers";
import { codeOfSystems } from "../../helpers/code-of-systems";

const STANDARD = ["ENVIRONMENT", "POWERTOOLS_SERVICE_NAME", "POWERTOOLS_METRICS_NAMESPACE"];
const IDEMPOTENCY = "node_modules/@aws-lambda-powertools/idempotency/index.js";

/** What the code does, written out: reading it is another test's business. */
const SERVERLESS_APP = new Map([
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

const CACHE = ["CACHE_URL", "CACHE_AUTH_SECRET_ARN"];
const FLAG_PROPAGATION = new Map([
  [
    "aws_lambda_function.validator",
    codeOf(["FLAGS_TABLE", "CHANGES_TOPIC_ARN", "REJECTIONS_TOPIC_ARN", "RELEASE_WAVES"], {
      "handler.ts": ["dynamodb BatchGetItem", "dynamodb PutItem", "sns PublishBatch", "sns Publish"],
    }),
  ],
  [
    "aws_lambda_function.cache_updater",
    codeOf([...CACHE, "SERVICE_QUEUES", "DEAD_LETTER_QUEUE_URL"], {
      "handler.ts": ["secrets-manager GetSecretValue", "sqs SendMessage"],
    }),
  ],
  [
    "aws_lambda_function.flags_api",
    codeOf(["FLAGS_TABLE", "REPLICA_TABLE_ARN", "AWS_REGION"], {
      "handler.ts": ["GetItem", "BatchGetItem", "Query", "TransactWriteItems"].map((command) => `dynamodb ${command}`),
    }),
  ],
  [
    "aws_lambda_function.replication_probe",
    codeOf(["FLAGS_TABLE", "REPLICA_TABLE_ARN"], { "handler.ts": ["dynamodb GetItem", "dynamodb UpdateItem"] }),
  ],
  [
    "aws_lambda_function.propagation_status",
    codeOf([...CACHE, "FLAGS_TABLE", "SERVICE_COUNT", "RELEASE_WAVES"], {
      "handler.ts": ["dynamodb GetItem", "dynamodb Query", "secrets-manager GetSecretValue"],
    }),
  ],
  [
    "aws_lambda_function.stream_processor",
    codeOf(["EVENT_BUS_NAME", "AUDIT_QUEUE_URL"], { "handler.ts": ["eventbridge PutEvents", "sqs SendMessageBatch"] }),
  ],
  [
    "aws_lambda_function.audit_writer",
    signing(["POST"], codeOf(["AUDIT_ENDPOINT", "DEAD_LETTER_QUEUE_URL"], { "handler.ts": ["sqs SendMessage"] })),
  ],
  ["aws_lambda_function.audit_reader", signing(["GET"], codeOf(["AUDIT_ENDPOINT"], {}))],
  ["aws_lambda_function.audit_setup", signing(["GET", "POST", "PUT"], codeOf(["AUDIT_ENDPOINT"], {}))],
  [
    "aws_lambda_function.consistency_checker",
    codeOf([...CACHE, "FLAGS_TABLE", "SERVICE_COUNT", "SERVICE_LOG_GROUPS", "RELEASE_BAKE_MINUTES"], {
      "handler.ts": [
        ...["GetItem", "Query", "UpdateItem"].map((command) => `dynamodb ${command}`),
        ...["StartQuery", "GetQueryResults", "StopQuery"].map((command) => `cloudwatch-logs ${command}`),
        "secrets-manager GetSecretValue",
      ],
    }),
  ],
  [
    "aws_lambda_function.rollback",
    codeOf(["FLAGS_TABLE"], {
      "handler.ts": ["GetItem", "Query", "TransactWriteItems"].map((command) => `dynamodb ${command}`),
    }),
  ],
  [
    "aws_lambda_function.release",
    codeOf(["FLAGS_TABLE", "CHANGES_TOPIC_ARN", "RELEASE_WAVES", "RELEASE_BAKE_MINUTES", "RELEASE_ALARM"], {
      "handler.ts": [
        ...["GetItem", "Query", "UpdateItem"].map((command) => `dynamodb ${command}`),
        "sns PublishBatch",
        "cloudwatch DescribeAlarms",
      ],
    }),
  ],
  [
    "aws_lambda_function.ofrep",
    codeOf([...CACHE, "SERVICE_COUNT"], { "handler.ts": ["secrets-manager GetSecretValue"] }),
  ],
]);

/**
 * What the proof does not ask: policies of endpoints (docs/proof.md), whether a person can read the dead-letter queue of
 * a service, which nothing in the stack does, and which alarm a release watches: it is somebody else's, and no block
 * says its name. That a grant on it stays narrow is the guardrails' business.
 */
const BEYOND =
  /^aws_vpc_endpoint\.|^aws_sqs_queue\.services_dead_letters.*lacks the condition|: WatchAlarm allows everything/;

describe.each([
  ["serverless-app", SERVERLESS_APP, 200],
  ["flag-propagation", FLAG_PROPAGATION, 200],
] as const)("%s", (name, code, least) => {
  it("ALL-12 ALL-13 has no wiring whose change goes unnoticed", () => {
    const world = readWorld(withOneOfEach(name));
    const left = survivors(world, (mutant) => proveWorld(mutant, code, WAIVERS[name]).findings);
    expect(mutantsOf(world).length).toBeGreaterThan(least);
    expect(left.map(({ description }) => description).filter((survivor) => !BEYOND.test(survivor))).toEqual([]);
  });
});

/** Of what a variable multiplies, one shows what the others would. */
function withOneOfEach(name: string): Record<string, unknown> {
  const System = SYSTEMS[name];
  if (System === undefined) throw new Error(`There is no system ${name}.`);
  const json = JSON.parse(Testing.synth(new System(Testing.app(), { target: "aws", code: codeOfSystems() }), true));
  if (json.variable.microservices_count !== undefined) json.variable.microservices_count.default = 1;
  return json;
}

function signing(methods: readonly string[], code: EntryCode): EntryCode {
  return { ...code, signedRequests: { methods, findings: [] } };
}

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
