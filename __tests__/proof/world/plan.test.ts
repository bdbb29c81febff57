import { describe, expect, it } from "@jest/globals";
import { readGrants } from "../../../modules/proof/graph";
import { isUnknown, type World } from "../../../modules/proof/model";
import { readWorld } from "../../../modules/proof/world";
import freshPlan from "../fixtures/hcl/queue-consumer/fresh-plan.json";
import plan from "../fixtures/hcl/queue-consumer/plan.json";
import { rulesOf, worldOf } from "./some-world";

const ROLE = "arn:aws:iam::111122223333:role/shop-consumer";
const unknowns = ({ resources }: World) =>
  resources.flatMap(({ address, attributes }) =>
    Object.keys(attributes).flatMap((name) => (isUnknown(attributes[name]) ? [`${address}.${name}`] : [])),
  );

describe("a plan of what has been applied", () => {
  const world = readWorld(plan);

  it("is read to the end", () => {
    expect(world.findings).toEqual([]);
    expect(readGrants(world).findings).toEqual([]);
    expect(unknowns(world)).toEqual([]);
    expect(world.region).toBe("eu-central-1");
  });

  it("tells each instance and what the role may do", () => {
    expect(world.resource('aws_lambda_event_source_mapping.consumer["orders"]')?.attributes.event_source_arn).toBe(
      "arn:aws:sqs:eu-central-1:111122223333:shop-orders",
    );
    const statements = readGrants(world)
      .identity(ROLE)
      .flatMap((policy) => policy.statements);
    expect(statements).toContainEqual({
      effect: "Allow",
      actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
      resources: ["orders", "refunds"].map((name) => `arn:aws:sqs:eu-central-1:111122223333:shop-${name}`),
      conditions: {},
    });
  });
});

describe("a plan of what is not there yet", () => {
  const world = readWorld(freshPlan);

  it("takes an argument that names one whole thing for that thing", () => {
    expect(world.resource("aws_lambda_function.consumer")?.attributes.role).toBe(ROLE);
    expect(
      readGrants(world)
        .identity(ROLE)
        .map(({ address }) => address),
    ).toContain("aws_iam_role_policy.consume");
  });

  it("leaves unknown what the plan hides, and reports the policies among it", () => {
    expect(unknowns(world)).toEqual(
      expect.arrayContaining([
        "aws_iam_role_policy.consume.policy",
        'aws_sqs_queue.main["orders"].redrive_policy',
        'aws_lambda_event_source_mapping.consumer["orders"].function_name',
      ]),
    );
    expect(rulesOf(readGrants(world))).toEqual(["unreadable-policy"]);
  });
});

describe("other forms that terraform show prints", () => {
  const bucket = { address: "aws_s3_bucket.b", type: "aws_s3_bucket", values: { bucket: "b", arn: "arn:aws:s3:::b" } };

  it("reads a state", () => {
    const world = worldOf({ format_version: "1.0", values: { root_module: { resources: [bucket] } } });
    expect(world.owner("arn:aws:s3:::b/key")?.address).toBe("aws_s3_bucket.b");
  });

  it("passes over a policy that the plan takes away, though the queue still shows it", () => {
    const queue = { address: "aws_sqs_queue.q", type: "aws_sqs_queue", values: { name: "q", policy: "{}" } };
    const world = worldOf({
      format_version: "1.2",
      planned_values: { root_module: { resources: [queue] } },
      configuration: { root_module: { resources: [{ address: "aws_sqs_queue.q", expressions: { name: {} } }] } },
    });
    expect(world.resource("aws_sqs_queue.q")?.attributes).not.toHaveProperty("policy");
  });

  it("follows references through a module's variables and outputs", () => {
    const queue = { address: "module.q.aws_sqs_queue.it", type: "aws_sqs_queue", values: { name: "q" } };
    const policy = { address: "module.p.aws_sqs_queue_policy.it", type: "aws_sqs_queue_policy", values: {} };
    const world = worldOf({
      format_version: "1.2",
      planned_values: {
        root_module: {
          child_modules: [
            { address: "module.q", resources: [queue] },
            { address: "module.p", resources: [policy] },
          ],
        },
      },
      resource_changes: [{ address: policy.address, change: { after_unknown: { queue_url: true } } }],
      configuration: {
        root_module: {
          module_calls: {
            q: {
              module: {
                outputs: { url: { expression: { references: ["aws_sqs_queue.it.url", "aws_sqs_queue.it"] } } },
              },
            },
            p: {
              expressions: { url: { references: ["module.q.url", "module.q"] } },
              module: {
                resources: [
                  { address: "aws_sqs_queue_policy.it", expressions: { queue_url: { references: ["var.url"] } } },
                ],
              },
            },
          },
        },
      },
    });
    expect(world.resource(policy.address)?.attributes.queue_url).toBe(
      "https://sqs.us-east-1.amazonaws.com/111122223333/q",
    );
  });
});
