import { expect, it } from "@jest/globals";
import fc from "fast-check";
import { UserError } from "../../../modules/errors";
import { text } from "../../../modules/guardrails/terraform-json";
import { prove } from "../../../modules/proof/proof";
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

/** What JavaScript can make neither a text nor a number of. */
const NO_TEXT = { toString: [], valueOf: 1 };

const nasty = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(NO_TEXT, [NO_TEXT]),
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

/** @throws what is no UserError. */
function proveOrRefuse(json: unknown): void {
  try {
    prove(json);
    const world = readWorld(json);
    for (const { attributes } of world.resources) {
      world.owner(text(attributes.arn));
    }
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
  }
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
        proveOrRefuse(mutate(mutate(json, a, one), b, two));
      },
    ),
    { numRuns: 300 },
  );
});

it.each([
  ["configuration", CONFIGURATION],
  ["plan", plan],
])("a %s is read, or refused with a message, whichever argument is an object with its own toString", (_, json) => {
  const names = new Set<string>();
  JSON.stringify(json, (name, value) => {
    names.add(name);
    return value;
  });
  expect(names.size).toBeGreaterThan(20);
  for (const value of [NO_TEXT, [NO_TEXT]]) {
    for (const wanted of names) {
      proveOrRefuse(JSON.parse(JSON.stringify(json), (name, given) => (name === wanted ? value : given)));
    }
  }
});

it.each([
  "${slice(local.list, local.odd, 1)}",
  "${sort([local.odd])}",
  "${substr(local.list[0], local.odd, 1)}",
  "${range(local.odd)}",
  "${format(local.odd, local.odd)}",
  "x-${local.odd}",
  "${{ for one in [local.odd] : one => one }}",
])("%s cannot be told of an object with its own toString", (expression) => {
  const locals = { odd: NO_TEXT, list: ["a", "b"] };
  const world = readWorld({
    locals,
    resource: { aws_sqs_queue: { q: { name: "q", tags: { given: expression, "${local.odd}": "key" } } } },
  });
  expect(JSON.stringify(world.resource("aws_sqs_queue.q")?.attributes.tags)).toMatch(
    /"given":(?:"[^"]*|\{")⟨unknown.*⟨unknown: [^"]*":"key"/,
  );
});

it("an alias that names itself for its function has none", () => {
  const arn = "arn:aws:lambda:us-east-1:111122223333:function:f:live";
  const alias = { name: "live", function_name: arn, arn };
  const { edges } = prove({
    resource: {
      aws_lambda_alias: { a: alias },
      aws_lambda_event_source_mapping: { m: { function_name: arn, event_source_arn: "${aws_sqs_queue.q.arn}" } },
      aws_sqs_queue: { q: { name: "q" } },
    },
  });
  expect(edges.map(({ to }) => to)).not.toContain("aws_lambda_alias.a");
});
