import { describe, expect, it } from "@jest/globals";
import { LambdaFunction } from "../../modules/constructs/lambda-function";
import { Network } from "../../modules/constructs/network";
import { ReplicaRegion } from "../../modules/constructs/replica-region";
import { Table } from "../../modules/constructs/table";
import type { Target } from "../../modules/target";
import { TestSystem } from "../helpers/test-system";

const KEYS = { partitionKey: { name: "id", type: "S" } } as const;
const WEST = /^arn:.*:dynamodb:\$\{var\.replica_region\}:.*:table\/\$\{aws_dynamodb_table\.orders\.name\}$/;

function replicated(target: Target = "aws") {
  const system = new TestSystem(target);
  const replica = new ReplicaRegion(system, "replica");
  const table = new Table(system, "orders", {
    ...KEYS,
    globalSecondaryIndexes: [{ name: "by-day", partitionKey: { name: "day", type: "S" } }],
    streamViewType: "NEW_AND_OLD_IMAGES",
    replicas: [replica],
  });
  new LambdaFunction(system, "intake", {
    entry: "orders/intake",
    description: "Reads orders, of the other Region too",
    uses: { REPLICA_TABLE_ARN: table.readReplica(replica, "dynamodb:GetItem", "dynamodb:Query") },
  });
  return { system, table, replica };
}

describe("a table's replica", () => {
  const graph = replicated().system.graph();
  const table = "aws_dynamodb_table.orders";

  it("FLAG-01 is in the Region that the operator chooses, recoverable, tagged, and under a key of that Region", () => {
    expect(graph.argument(table, "replica", "region_name")).toBe("${var.replica_region}");
    expect(graph.json.variable?.replica_region?.default).toBe("us-west-2");
    expect(graph.argument(table, "replica", "point_in_time_recovery")).toBe(true);
    expect(graph.argument(table, "replica", "propagate_tags")).toBe(true);
    expect(graph.references(table, "replica", "kms_key_arn")).toEqual(["aws_kms_key.replica_key"]);
    expect(graph.argument("aws_kms_key.replica_key", "provider")).toBe("aws.replica");
    expect(graph.argument("aws_kms_alias.replica_key_alias", "provider")).toBe("aws.replica");
    expect(graph.argument("aws_kms_key.replica_key", "enable_key_rotation")).toBe(true);
  });

  it("FLAG-01 lets a function read it by its ARN, its indexes and its key too, and nothing else", () => {
    const fn = "aws_lambda_function.intake";
    expect(graph.argument(fn, "environment", "variables", "REPLICA_TABLE_ARN")).toMatch(WEST);
    expect(graph.resourcesFor(fn, "dynamodb:GetItem")).toEqual([expect.stringMatching(WEST)]);
    expect(graph.resourcesFor(fn, "dynamodb:Query")).toEqual([
      expect.stringMatching(WEST),
      expect.stringMatching(/var\.replica_region.*\/index\/\*$/),
    ]);
    expect(graph.resourcesFor(fn, "kms:Decrypt")).toContain("${aws_kms_key.replica_key.arn}");
    expect(graph.resourcesFor(fn, "dynamodb:PutItem")).toEqual([]);
  });

  it("FLAG-01 has a provider of its own in a stack, which on a laptop leads to the emulator too", () => {
    const providers = (target: Target) =>
      replicated(target).system.graph().json.provider?.aws as readonly Record<string, unknown>[];
    expect(providers("aws")[1]).toEqual({ alias: "replica", region: "${var.replica_region}" });
    const [main, other] = providers("local");
    expect(other).toEqual({ ...main, alias: "replica", region: "${var.replica_region}" });
  });

  it("FLAG-01 leaves that provider to a module's caller, and says which it is", () => {
    const { json } = replicated("module").system.graph();
    expect(json.provider).toBeUndefined();
    expect(json.terraform).toMatchObject({
      required_providers: { aws: { configuration_aliases: ["aws.replica"], version: "~> 5.0" } },
    });
  });

  it("FLAG-01 is refused by the plan in the system's own Region, or under a provider of a third one", () => {
    const conditions = graph.argument("aws_kms_key.replica_key", "lifecycle", "precondition");
    expect(conditions).toEqual([
      expect.objectContaining({ condition: "${(var.replica_region != data.aws_region.region.name)}" }),
      expect.objectContaining({ condition: "${(var.replica_region == data.aws_region.replica.name)}" }),
    ]);
    expect(graph.argument("data.aws_region.replica", "provider")).toBe("aws.replica");
  });

  it("FLAG-01 needs the stream that DynamoDB replicates by", () => {
    const system = new TestSystem();
    const replicas = [new ReplicaRegion(system, "replica")];
    expect(() => new Table(system, "orders", { ...KEYS, streamViewType: "NEW_IMAGE", replicas })).toThrow(
      "[orders/orders] DynamoDB replicates by the stream. Set streamViewType to 'NEW_AND_OLD_IMAGES', it is NEW_IMAGE.",
    );
  });

  it("FLAG-01 cannot be read where there is none", () => {
    const { system, replica } = replicated();
    const other = new Table(system, "returns", KEYS);
    expect(() => other.readReplica(replica, "dynamodb:GetItem")).toThrow(
      "[orders/returns] This table has no replica in orders/replica. Name it in 'replicas'.",
    );
  });

  it("FLAG-01 FLAG-09 cannot be read from a network, which has no way to another Region", () => {
    const { system, table, replica } = replicated();
    const network = new Network(system, "network");
    const uses = { REPLICA_TABLE_ARN: table.readReplica(replica, "dynamodb:GetItem") };
    const inside = () =>
      new LambdaFunction(system, "shipping", { entry: "orders/shipping", description: "Ships", network, uses });
    expect(inside).toThrow(/a network without a way out reaches its own Region alone\. Leave 'network' out/);
  });
});
