import { describe, expect, it } from "@jest/globals";
import { LambdaFunction } from "../../modules/constructs/lambda-function";
import { LogIndex } from "../../modules/constructs/log-index";
import { TestSystem } from "../helpers/test-system";

function indexing(fields: readonly string[]) {
  const system = new TestSystem();
  const intake = new LambdaFunction(system, "intake", { entry: "orders/intake", description: "Takes orders in" });
  new LogIndex(intake, "log-index", { logGroup: intake.logGroup, fields });
  return system;
}

describe("an index of a log group", () => {
  it("FLAG-06 is made of the fields that are named, in the form that CloudWatch Logs takes", () => {
    const graph = indexing(["order_id", "level"]).graph();
    const policy = "aws_cloudwatch_log_index_policy.intake_log_index";
    expect(graph.references(policy, "log_group_name")).toEqual(["aws_cloudwatch_log_group.intake_logs"]);
    expect(graph.argument(policy, "policy_document")).toBe('{"Fields":["order_id","level"]}');
  });

  it.each([0, 21])("FLAG-06 is refused with %s fields, with how many are allowed", (count) => {
    const fields = Array.from({ length: count }, (_, index) => `field_${index}`);
    expect(() => indexing(fields)).toThrow(
      `[orders/intake/log-index] fields has ${count} entries. CloudWatch Logs indexes 1 to 20 fields of a log group.`,
    );
  });
});
