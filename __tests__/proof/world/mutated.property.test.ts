import { expect, it } from "@jest/globals";
import fc from "fast-check";
import { UserError } from "../../../modules/errors";
import { readGrants } from "../../../modules/proof/graph";
import { readWorld } from "../../../modules/proof/world";
import plan from "../fixtures/hcl/queue-consumer/plan.json";

const CONFIGURATION = {
  variable: { n: { default: 2 } },
  locals: {
    names: ["a", "b"],
    policy: '{"Statement":[{"Effect":"Allow","Action":"a:*","Resource":"${aws_sqs_queue.q[0].arn}"}]}',
  },
  provider: { aws: [{ region: "eu-west-1" }] },
  data: {
    aws_iam_policy_document: { d: { statement: [{ actions: ["a:B"], condition: { test: "X", values: ["y"] } }] } },
  },
  resource: {
    aws_sqs_queue: { q: { count: "${var.n}", name: "q-${count.index}", policy: "${local.policy}" } },
    aws_iam_role: { r: { name_prefix: "r-", inline_policy: { policy: "${data.aws_iam_policy_document.d.json}" } } },
    aws_dynamodb_table: {
      t: { for_each: "${toset(local.names)}", name: "${each.key}", dynamic: { ttl: { for_each: [1], content: {} } } },
    },
    aws_lambda_permission: { p: { function_name: "f", principal: "s3.amazonaws.com", source_arn: "*" } },
  },
};

const nasty = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom("${local.names}", "${", "${aws_sqs_queue.q}", "${each.value[*].x}", "__proto__", "%{ if x }"),
  fc.string().map((text) => `\${${text}}`),
);

/** Puts a value in place of the nth thing in a tree. */
function mutate(json: unknown, position: number, value: unknown): unknown {
  let seen = 0;
  return JSON.parse(JSON.stringify(json), (_, element) => {
    seen += 1;
    return seen === position ? value : element;
  });
}

it.each([
  ["configuration", CONFIGURATION, 60],
  ["plan", plan, 1_500],
])("a %s with anything in it put in another's place is read, or refused with a message", (_, json, size) => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: size }),
      nasty,
      fc.integer({ min: 1, max: size }),
      nasty,
      (a, one, b, two) => {
        try {
          const world = readWorld(mutate(mutate(json, a, one), b, two));
          readGrants(world);
          for (const { attributes } of world.resources) {
            world.owner(String(attributes.arn));
          }
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      },
    ),
    { numRuns: 300 },
  );
});
