import { describe, expect, it } from "@jest/globals";
import { Testing } from "cdktf";
import { FlagPropagationStack } from "../../modules/systems/flag-propagation/stack";
import { codeOfSystems } from "../helpers/code-of-systems";
import { graphOf } from "../helpers/test-system";

const graph = graphOf(new FlagPropagationStack(Testing.app(), { target: "aws", code: codeOfSystems() }));

const table = "aws_dynamodb_table.flags";
const api = "aws_lambda_function.flags_api";
const probe = "aws_lambda_function.replication_probe";
const replicaArn = /:dynamodb:\$\{var\.replica_region\}:.*:table\/\$\{aws_dynamodb_table\.flags\.name\}/;

describe("the second Region", () => {
  it("FLAG-01 has a replica of the flags table, us-west-2 beside us-east-1 unless the operator says otherwise", () => {
    expect(graph.argument(table, "replica", "region_name")).toBe("${var.replica_region}");
    expect([graph.json.variable?.aws_region?.default, graph.json.variable?.replica_region?.default]).toEqual([
      "us-east-1",
      "us-west-2",
    ]);
  });

  it("FLAG-01 FLAG-09 is read by the flags API, which stands in no network, and written by nobody", () => {
    expect(graph.argument(api, "environment", "variables", "REPLICA_TABLE_ARN")).toMatch(replicaArn);
    expect(graph.argument(api, "vpc_config")).toBeUndefined();
    for (const fn of [api, probe]) {
      for (const action of ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"]) {
        expect(graph.resourcesFor(fn, action).filter((resource) => replicaArn.test(resource))).toEqual([]);
      }
    }
  });

  it("FLAG-13 feeds functions from the home Region's stream alone", () => {
    for (const mapping of graph.all("aws_lambda_event_source_mapping")) {
      const source = String(graph.argument(mapping, "event_source_arn"));
      if (source.includes("dynamodb")) expect(source).toBe("${aws_dynamodb_table.flags.stream_arn}");
    }
  });
});

describe("the clock → replication probe", () => {
  it("FLAG-01 FLAG-13 invokes the probe's alias each minute, and lets that rule alone do so", () => {
    const rule = "aws_cloudwatch_event_rule.replication_probe_schedule_rule";
    const target = "aws_cloudwatch_event_target.replication_probe_schedule_target";
    const permission = "aws_lambda_permission.replication_probe_schedule_permission";
    expect(graph.argument(rule, "schedule_expression")).toBe("rate(1 minute)");
    expect(graph.references(target, "arn")).toEqual(["aws_lambda_alias.replication_probe_live"]);
    expect(graph.references(permission, "source_arn")).toEqual([rule]);
    expect(graph.argument(permission, "principal")).toBe("events.amazonaws.com");
  });

  it("FLAG-01 lets it write in the home Region and read the replica, and no more", () => {
    expect(graph.resourcesFor(probe, "dynamodb:UpdateItem")).toEqual(["${aws_dynamodb_table.flags.arn}"]);
    expect(graph.resourcesFor(probe, "dynamodb:GetItem")).toEqual([expect.stringMatching(replicaArn)]);
    expect(graph.resourcesFor(probe, "dynamodb:Query")).toEqual([]);
  });

  it("FLAG-01 wakes somebody over three seconds of lag, and where no lag is told at all", () => {
    const alarm = "aws_cloudwatch_metric_alarm.replication_probe_lag";
    expect(graph.argument(alarm, "metric_name")).toBe("ReplicationLag");
    expect(graph.argument(alarm, "dimensions")).toEqual({
      service: "flag-propagation",
      environment: "${var.environment}",
    });
    expect(graph.argument(alarm, "threshold")).toBe(3_000);
    expect(graph.argument(alarm, "treat_missing_data")).toBe("breaching");
    expect(graph.references(alarm, "alarm_actions")).toEqual(["aws_sns_topic.alarms"]);
  });

  it("FLAG-01 wakes somebody over what DynamoDB itself measures to that Region", () => {
    const alarm = "aws_cloudwatch_metric_alarm.replication_probe_latency";
    expect(graph.argument(alarm, "namespace")).toBe("AWS/DynamoDB");
    expect(graph.argument(alarm, "dimensions")).toEqual({
      TableName: "${aws_dynamodb_table.flags.name}",
      ReceivingRegion: "${var.replica_region}",
    });
    expect(graph.argument(alarm, "threshold")).toBe(3_000);
    expect(graph.argument(alarm, "treat_missing_data")).toBe("notBreaching");
  });
});
