import { describe, expect, it } from "@jest/globals";
import { errorsInText, TerraformEvents } from "../../../tools/local/terraform-events";

const hook = (type: string, addr: string, action = "create") => ({ type, hook: { action, resource: { addr } } });

function following(...events: object[]): TerraformEvents {
  const followed = new TerraformEvents();
  for (const event of events) followed.read(JSON.stringify(event));
  return followed;
}

describe("what Terraform prints as JSON", () => {
  it("tells how many resources are done and which has been waited for longest", () => {
    const { progress } = following(
      { type: "change_summary", changes: { add: 3, change: 0, remove: 0, operation: "plan" } },
      hook("apply_start", "aws_sqs_queue.a"),
      hook("apply_start", "aws_sqs_queue.b"),
      hook("apply_complete", "aws_sqs_queue.a"),
    );
    expect(progress).toEqual({ done: 1, total: 3, waitingFor: "aws_sqs_queue.b" });
  });

  it("does not count data sources that are read on the way", () => {
    const { progress } = following(
      hook("apply_start", "data.aws_region.region", "read"),
      hook("apply_complete", "data.aws_region.region", "read"),
    );
    expect(progress).toEqual({ done: 0, total: 0, waitingFor: undefined });
  });

  it("tells an error in one line with its resource, and no warning", () => {
    const { errors } = following(
      { type: "diagnostic", diagnostic: { severity: "warning", summary: "Deprecated" } },
      {
        type: "diagnostic",
        diagnostic: {
          severity: "error",
          summary: "creating queue",
          detail: "access\ndenied",
          address: "aws_sqs_queue.a",
        },
      },
    );
    expect(errors).toEqual(["aws_sqs_queue.a: creating queue: access denied"]);
  });

  it("tells a broken validation without the line of generated JSON", () => {
    const detail = "Lower case only.\n\nThis was checked by the validation rule at cdk.tf.json:17,2-9.";
    const { errors } = following({
      type: "diagnostic",
      diagnostic: { severity: "error", summary: "Invalid value", detail },
    });
    expect(errors).toEqual(["Invalid value: Lower case only."]);
  });

  it("tells what a plan would change", () => {
    const { planned } = following({
      type: "planned_change",
      change: { resource: { addr: "aws_sqs_queue.a" }, action: "update" },
    });
    expect(planned).toEqual(["aws_sqs_queue.a (update)"]);
  });

  it("is passed over where it is no JSON", () => {
    const events = new TerraformEvents();
    events.read("panic: something");
    expect(events.errors).toEqual([]);
  });
});

describe("what Terraform prints as text", () => {
  it("tells each error in one line without its frame", () => {
    const text =
      "╷\n│ Error: Failed to query available provider packages\n│ \n│ Could not retrieve\n│ the list.\n╵\n╷\n│ Error: Second\n╵\n";
    expect(errorsInText(text)).toEqual([
      "Failed to query available provider packages Could not retrieve the list.",
      "Second",
    ]);
  });
});
