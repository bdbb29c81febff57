import { describe, expect, it } from "@jest/globals";
import validate from "asl-validator";
import { Testing } from "cdktf";
import { errorQuery } from "../../functions/flag-propagation/consistency-checker/log-query";
import type { Definition, State } from "../../modules/constructs/asl";
import { FlagPropagationStack } from "../../modules/systems/flag-propagation/stack";
import { codeOfSystems } from "../helpers/code-of-systems";
import { graphOf } from "../helpers/test-system";

const graph = graphOf(new FlagPropagationStack(Testing.app(), { target: "aws", code: codeOfSystems() }));

const processor = "aws_lambda_function.stream_processor";
const checker = "aws_lambda_function.consistency_checker";
const rollback = "aws_lambda_function.rollback";
const machine = "aws_sfn_state_machine.propagation_check";
const bus = "aws_cloudwatch_event_bus.events";
const tableArn = "${aws_dynamodb_table.flags.arn}";
/** What the operator's variables decide stands in it as an expression, where JSON has a number. */
const definition: Definition = JSON.parse(
  String(graph.argument(machine, "definition")).replaceAll(/:\$\{[^}]+\}/g, ":600"),
);

describe("stream → stream processor → bus", () => {
  it("FLAG-08 FLAG-13 feeds the processor with current versions and verdicts, and nothing else", () => {
    const mapping = "aws_lambda_event_source_mapping.stream_processor_from_flags";
    expect(graph.references(mapping, "event_source_arn")).toEqual(["aws_dynamodb_table.flags"]);
    expect(graph.references(mapping, "function_name")).toEqual(["aws_lambda_alias.stream_processor_live"]);
    expect(JSON.parse(String(graph.argument(mapping, "filter_criteria", "filter", "pattern")))).toEqual({
      dynamodb: { Keys: { record: { S: ["current", { prefix: "verdict#" }] } } },
    });
  });

  it("FLAG-06 lets the processor put events on the system's own bus, and on no other", () => {
    expect(graph.references(processor, "environment", "variables", "EVENT_BUS_NAME")).toEqual([bus]);
    expect(graph.resourcesFor(processor, "events:PutEvents")).toEqual([`\${${bus}.arn}`]);
  });

  it("FLAG-08 FLAG-13 lets the processor send to the audit trail's queue", () => {
    const queue = "aws_sqs_queue.audit";
    expect(graph.references(processor, "environment", "variables", "AUDIT_QUEUE_URL")).toEqual([queue]);
    expect(graph.resourcesFor(processor, "sqs:SendMessage")).toContain(`\${${queue}.arn}`);
  });
});

describe("bus → state machine", () => {
  it("FLAG-06 FLAG-13 starts a check for each published flag, with the event's detail", () => {
    const rule = "aws_cloudwatch_event_rule.published";
    const target = "aws_cloudwatch_event_target.published_target";
    expect(graph.references(rule, "event_bus_name")).toEqual([bus]);
    expect(JSON.parse(String(graph.argument(rule, "event_pattern")))).toEqual({
      source: ["flag-propagation"],
      "detail-type": ["Flag Published"],
    });
    expect(graph.references(target, "rule")).toEqual([rule]);
    expect(graph.references(target, "arn")).toEqual([machine]);
    expect(graph.argument(target, "input_path")).toBe("$.detail");
    expect(graph.references(target, "dead_letter_config", "arn")).toEqual(["aws_sqs_queue.dead_letters"]);
  });

  it("FLAG-06 starts a sweep by the clock, as often as the variable says", () => {
    const rule = "aws_cloudwatch_event_rule.sweep";
    expect(graph.argument(rule, "schedule_expression")).toBe("rate(${var.consistency_sweep_minutes} minutes)");
    const target = "aws_cloudwatch_event_target.sweep_target";
    expect(graph.references(target, "arn")).toEqual([machine]);
    expect(JSON.parse(String(graph.argument(target, "input")))).toEqual({ operation: "sweep" });
  });

  it("FLAG-13 lets EventBridge start that machine, under a role of its own", () => {
    for (const target of ["published", "sweep"]) {
      expect(graph.references(`aws_cloudwatch_event_target.${target}_target`, "role_arn")).toEqual([
        "aws_iam_role.checks_role",
      ]);
    }
    const policy = graph.policy("aws_iam_role_policy.checks_role_policy");
    expect(policy).toEqual([
      expect.objectContaining({ Action: ["states:StartExecution"], Resource: [`\${${machine}.arn}`] }),
    ]);
  });
});

describe("state machine → checker, release and rollback", () => {
  it("FLAG-06 is valid Amazon States Language", () => {
    expect(
      validate(
        JSON.parse(
          JSON.stringify(definition).replaceAll(
            /\$\{[^}]+\}/g,
            "arn:aws:lambda:us-east-1:123456789012:function:it:live",
          ),
        ),
      ),
    ).toMatchObject({ isValid: true });
  });

  it("FLAG-13 invokes the two functions through their aliases, and may invoke nothing else", () => {
    const invoked = new Set(allStates(definition).flatMap((state) => functionOf(state) ?? []));
    const aliases = ["consistency_checker", "release", "rollback"].map((fn) => `\${aws_lambda_alias.${fn}_live.arn}`);
    expect([...invoked].toSorted()).toEqual(aliases);
    expect(graph.resourcesFor(machine, "lambda:InvokeFunction").toSorted()).toEqual(aliases);
  });

  it("FLAG-06 waits for the propagation's budget, looks, and looks again at what is damaged before it is rolled back", () => {
    expect(path("WaitForPropagation", "inconsistent")).toEqual([
      ...["WaitForPropagation", "Check", "Agreed", "SecondLook", "CheckAgain", "StillDisagreed", "Rollback"],
    ]);
  });

  it("FLAG-06 gives services that only lag more than half a minute, in three looks, before it rolls back", () => {
    const looks = path("WaitForPropagation", "lagging");
    expect(looks.filter((state) => /^Check/.test(state))).toHaveLength(4);
    expect(looks.at(-1)).toBe("Rollback");
    const waits = looks.map((state) => (definition.States[state] as { Seconds?: number }).Seconds ?? 0);
    expect(waits.reduce((sum, seconds) => sum + seconds)).toBeGreaterThan(35);
  });

  it("FLAG-06 ends where all agree, or where a newer change has a check of its own", () => {
    for (const outcome of ["consistent", "superseded"]) {
      expect(path("WaitForPropagation", outcome)).toEqual([
        ...["WaitForPropagation", "Check", "Agreed", "GoesToAll", "Done"],
      ]);
    }
  });

  it.each([
    ["FLAG-06", "Check", 5],
    ["FLAG-07", "Rollback", 8],
  ])("%s gives %s its budget of %d seconds", (_requirement, state, seconds) => {
    expect(definition.States[state]).toMatchObject({ TimeoutSeconds: seconds });
  });

  it("FLAG-06 retries and catches at every task, in the sweep's too", () => {
    const tasks = allStates(definition).filter((state) => state.Type === "Task");
    expect(tasks.length).toBeGreaterThan(6);
    for (const task of tasks) {
      expect(task).toHaveProperty("Retry.0.MaxAttempts");
      expect(task).toHaveProperty("Catch.0.ErrorEquals", ["States.ALL"]);
    }
  });

  it("FLAG-07 announces a rollback, and fails where two in a row did not help, so that somebody is woken", () => {
    expect(definition.States.AnnounceRollback).toMatchObject({
      Parameters: { TopicArn: "${aws_sns_topic.rollbacks.arn}" },
    });
    expect(definition.States.RollbackOutcome).toMatchObject({
      Choices: expect.arrayContaining([expect.objectContaining({ StringEquals: "stopped", Next: "RollbacksStopped" })]),
    });
    expect(definition.States.RollbacksStopped).toMatchObject({ Type: "Fail" });
    const alarm = "aws_cloudwatch_metric_alarm.propagation_check_failed";
    expect(graph.references(alarm, "dimensions", "StateMachineArn")).toEqual([machine]);
    expect(graph.argument(alarm, "threshold")).toBe(0);
  });

  it("FLAG-07 goes on with the other flags of a sweep where one cannot be mended, and wakes somebody for it", () => {
    const sweep = allStates(definition).filter((state) => state.Type === "Map");
    const inner = sweep.flatMap((state) => (state.Type === "Map" ? Object.entries(state.ItemProcessor.States) : []));
    expect(inner.filter(([, { Type }]) => Type === "Fail")).toEqual([]);
    const paging = ["SweepRollbacksStopped", "SweepRollbackFailed"];
    for (const name of [...paging, "StalledReleaseFailed", "StalledRollbacksStopped", "StalledRollbackFailed"]) {
      expect(inner.find(([state]) => state === name)?.[1]).toMatchObject({
        Type: "Task",
        Parameters: { TopicArn: "${aws_sns_topic.alarms.arn}" },
      });
    }
  });

  it("FLAG-06 logs and traces every execution", () => {
    expect(graph.argument(machine, "logging_configuration", "level")).toBe("ALL");
    expect(graph.references(machine, "logging_configuration", "log_destination")).toEqual([
      "aws_cloudwatch_log_group.propagation_check_logs",
    ]);
    expect(graph.argument(machine, "tracing_configuration", "enabled")).toBe(true);
  });
});

describe("checker and rollback → table and caches", () => {
  it("FLAG-06 lets the checker read flags, mark what it found good, and search the functions' logs", () => {
    expect(graph.allows(checker, "dynamodb:Query", tableArn)).toBe(true);
    expect(graph.allows(checker, "dynamodb:PutItem", tableArn)).toBe(false);
    expect(graph.resourcesFor(checker, "logs:StartQuery")).toContain(
      "${aws_cloudwatch_log_group.validator_logs.arn}:*",
    );
  });

  it("FLAG-06 indexes, in every log group that is searched, each field that the search asks one value of", () => {
    const groups = graph
      .resourcesFor(checker, "logs:StartQuery")
      .map((resource) => resource.replace(/^\$\{(.+)\.arn\}:\*$/, "$1"));
    expect(groups.length).toBeGreaterThan(0);
    const asked = [...errorQuery({ flag_id: "dark-mode" }).matchAll(/filter (\w+) =/g)].map(([, field]) => field);
    expect(asked).toEqual(["level", "flag_id"]);
    for (const group of groups) {
      const [policy = `no index of ${group}`] = graph.referrers(
        "aws_cloudwatch_log_index_policy",
        "log_group_name",
        group,
      );
      const { Fields } = JSON.parse(String(graph.argument(policy, "policy_document")));
      expect(Fields).toEqual(expect.arrayContaining([...asked, "service_id"]));
    }
  });

  it("FLAG-07 lets the rollback write a version, and reach no cache", () => {
    expect(graph.allows(rollback, "dynamodb:PutItem", tableArn)).toBe(true);
    expect(graph.argument(rollback, "vpc_config")).toBeUndefined();
    expect(graph.resourcesFor(rollback, "secretsmanager:GetSecretValue")).toEqual([]);
  });

  it("FLAG-09 opens Redis to the checker", () => {
    const rules = graph.referrers(
      "aws_vpc_security_group_ingress_rule",
      "security_group_id",
      "aws_security_group.cache_group",
    );
    expect(rules.flatMap((rule) => graph.references(rule, "referenced_security_group_id"))).toContain(
      "aws_security_group.consistency_checker_placement_group",
    );
  });
});

it("FLAG-11 wakes somebody when the checker has more than 5 errors", () => {
  const alarm = "aws_cloudwatch_metric_alarm.consistency_checker_errors";
  expect(graph.references(alarm, "dimensions", "FunctionName")).toEqual([checker]);
  expect(graph.argument(alarm, "threshold")).toBe(5);
  expect(graph.references(alarm, "alarm_actions")).toEqual(["aws_sns_topic.alarms"]);
});

it.each([
  ["stream_processor_role", "flag-stream-processor-"],
  ["consistency_checker_role", "flag-consistency-checker-"],
  ["rollback_role", "flag-rollback-"],
  ["release_role", "flag-propagation-release-"],
  ["checks_role", "flag-eventbridge-"],
  ["propagation_check_role", "flag-propagation-sfn-"],
])("FLAG-10 names %s by prefix", (role, prefix) => {
  expect(graph.argument(`aws_iam_role.${role}`, "name_prefix")).toBe(`${prefix}\${var.environment}-`);
});

it("FLAG-12 tells the names that tests and operators need", () => {
  expect(graph.json.output).toMatchObject({
    validator_lambda_name: { value: "${aws_lambda_function.validator.function_name}" },
    consistency_checker_lambda_name: { value: `\${${checker}.function_name}` },
    rollback_lambda_name: { value: `\${${rollback}.function_name}` },
    step_function_arn: { value: `\${${machine}.arn}` },
  });
});

/** The states up to the rollback or the end, where every look has the same outcome. */
function path(start: string, outcome: string): readonly string[] {
  const states = [start];
  for (;;) {
    const state = definition.States[states.at(-1) ?? ""] as {
      Next?: string;
      Choices?: readonly { StringEquals: string; Next: string }[];
      Default?: string;
    };
    const chosen = state.Choices?.find(({ StringEquals }) => StringEquals === outcome)?.Next ?? state.Default;
    states.push(chosen ?? state.Next ?? "none");
    if (["Rollback", "Done", "none"].includes(states.at(-1) ?? "")) return states;
  }
}

function allStates({ States }: Definition): readonly State[] {
  return Object.values(States).flatMap((state) =>
    state.Type === "Map" ? [state, ...allStates(state.ItemProcessor)] : [state],
  );
}

function functionOf(state: State): string | undefined {
  return state.Type === "Task" ? (state.Parameters.FunctionName as string | undefined) : undefined;
}
