import { describe, expect, it } from "@jest/globals";
import validate from "asl-validator";
import { Testing } from "cdktf";
import { slotOf } from "../../functions/flag-propagation/release/share";
import { serviceNames } from "../../functions/flag-propagation/services";
import { readWorld } from "../../modules/proof/world";
import { FlagPropagationStack } from "../../modules/systems/flag-propagation/stack";
import { codeOfSystems } from "../helpers/code-of-systems";
import { graphOf } from "../helpers/test-system";

const graph = graphOf(new FlagPropagationStack(Testing.app(), { target: "aws", code: codeOfSystems() }));

const release = "aws_lambda_function.release";
const machine = "aws_sfn_state_machine.propagation_check";
const subscription = "aws_sns_topic_subscription.services_subscription";

/** The arguments of one type of resource, as Terraform evaluates them. */
function evaluated(address: string, variables: Readonly<Record<string, unknown>>) {
  const [type = ""] = address.split(".");
  const { variable, locals, resource } = graph.json;
  const world = readWorld({ variable, locals, resource: { [type]: resource?.[type] } }, { variables });
  return (instance = "") => world.resource(`${address}${instance}`)?.attributes;
}

/** The filter policies of all services. */
function filters(count: number, variables: Readonly<Record<string, unknown>> = {}) {
  const subscriptions = evaluated(subscription, { microservices_count: count, ...variables });
  return serviceNames(count).map((service) => {
    const policy = subscriptions(`["${service}"]`)?.filter_policy;
    return typeof policy === "string" ? JSON.parse(policy) : policy;
  });
}

describe("the subscriptions' filter policies", () => {
  it.each([1, 3, 7, 99, 100, 101, 156, 1000])(
    "FLAG-04 give each of %d services the slot that the functions know it by",
    (count) => {
      expect(filters(count, { release_waves: [5, 25] })).toEqual(
        serviceNames(count).map((_, index) => ({ share: [{ numeric: [">=", slotOf(index + 1, count)] }] })),
      );
    },
  );

  it("FLAG-04 let a message through by its share and by its flag, where a service takes few flags", () => {
    const [first, second] = filters(2, { release_waves: [5], service_flags: { "service-0002": ["new-menu"] } });
    expect(first).toEqual({ share: [{ numeric: [">=", 1] }] });
    expect(second).toEqual({ flag: ["new-menu"], share: [{ numeric: [">=", 51] }] });
  });

  it("FLAG-04 are not there without waves, but where a service takes few flags", () => {
    const [first, second] = filters(2, { service_flags: { "service-0002": ["new-menu"] } });
    expect(first ?? undefined).toBeUndefined();
    expect(second).toEqual({ flag: ["new-menu"] });
  });
});

describe("validator and release function → topic", () => {
  it("FLAG-04 FLAG-13 tells both of the waves, and lets both publish to the services' topic", () => {
    for (const fn of ["aws_lambda_function.validator", release]) {
      expect(graph.argument(fn, "environment", "variables", "RELEASE_WAVES")).toBe("${jsonencode(var.release_waves)}");
      expect(graph.resourcesFor(fn, "sns:Publish")).toContain("${aws_sns_topic.changes.arn}");
    }
    expect(graph.json.variable?.release_waves?.default).toEqual([]);
  });

  it("FLAG-07 FLAG-13 lets the release function look at the one alarm, and write verdicts", () => {
    expect(graph.resourcesFor(release, "cloudwatch:DescribeAlarms")).toEqual([
      expect.stringMatching(/:cloudwatch:.*:alarm:\$\{var\.release_alarm\}$/),
    ]);
    expect(graph.allows(release, "dynamodb:UpdateItem", "${aws_dynamodb_table.flags.arn}")).toBe(true);
    expect(graph.allows(release, "dynamodb:PutItem", "${aws_dynamodb_table.flags.arn}")).toBe(false);
  });
});

describe("the state machine with waves", () => {
  const definitionOf = (variables: Readonly<Record<string, unknown>>) =>
    JSON.parse(String(evaluated(machine, variables)()?.definition));

  it.each([
    [[], 10, 1_800, 60],
    [[5, 25], 10, 1_800 + 2 * 1_500, 60],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 1_440, 1_800 + 10 * 87_300, 576],
  ])(
    "FLAG-06 gives an execution with the waves %j of %d minutes %d seconds",
    (release_waves, release_bake_minutes, seconds, look) => {
      const definition = definitionOf({ release_waves, release_bake_minutes });
      expect(definition.TimeoutSeconds).toBe(seconds);
      expect(definition.States.Bake.Seconds).toBe(look);
      // An execution has 25,000 events, and takes nine for each look.
      expect(((release_bake_minutes * 60) / look) * Math.max(release_waves.length, 1) * 9).toBeLessThan(20_000);
    },
  );

  it("FLAG-06 is valid Amazon States Language as Terraform evaluates it", () => {
    const text = JSON.stringify(definitionOf({ release_waves: [5] }));
    const definition = JSON.parse(
      text.replaceAll(
        /"FunctionName":"[^"]*"/g,
        '"FunctionName":"arn:aws:lambda:us-east-1:123456789012:function:it:live"',
      ),
    );
    expect(validate(definition)).toMatchObject({ isValid: true });
  });

  it("FLAG-13 invokes the release function through its alias", () => {
    expect(graph.resourcesFor(machine, "lambda:InvokeFunction")).toContain("${aws_lambda_alias.release_live.arn}");
  });
});

describe("the variables of a release", () => {
  const conditions = (name: string) => {
    const { validation } = (graph.json.variable?.[name] ?? {}) as { validation?: readonly { condition: string }[] };
    return validation?.map(({ condition }) => condition) ?? [];
  };
  const holds = (name: string, value: unknown) => {
    const { variable } = graph.json;
    const resource = { aws_sns_topic: { it: { name: conditions(name)[0] } } };
    return readWorld({ variable, resource }, { variables: { [name]: value } }).resource("aws_sns_topic.it")?.attributes
      .name;
  };

  it.each([
    ["release_waves", [], true],
    ["release_waves", [5, 25], true],
    ["release_waves", [1, 2, 3, 4, 5, 6, 7, 8, 9, 99], true],
    ["release_waves", [25, 5], false],
    ["release_waves", [5, 5], false],
    ["release_waves", [0], false],
    ["release_waves", [100], false],
    ["release_waves", [2.5], false],
    ["release_waves", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], false],
    ["release_bake_minutes", 1, true],
    ["release_bake_minutes", 1_440, true],
    ["release_bake_minutes", 0, false],
    ["release_bake_minutes", 1_441, false],
    ["release_bake_minutes", 1.5, false],
  ])("FLAG-04 %s may be %j: %s", (name, value, allowed) => {
    expect(conditions(name)).toHaveLength(1);
    expect(String(holds(name, value))).toBe(String(allowed));
  });

  it("FLAG-07 release_alarm names one alarm and no more", () => {
    expect(conditions("release_alarm")).toEqual([
      '${length(var.release_alarm) <= 255 && !can(regex("[*?$]", var.release_alarm))}',
    ]);
  });
});
