import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Testing } from "cdktf";
import { FunctionCode } from "../../modules/code/function-code";
import { SystemStack } from "../../modules/systems/system-stack";
import type { Target } from "../../modules/target";
import { Graph } from "./graph";

/** Code for constructs under test: any entry of these, all with the same bytes. */
export function someCode(entries: readonly string[] = ["orders/intake", "orders/shipping"]): FunctionCode {
  const zip = join(mkdtempSync(join(tmpdir(), "plumbline-code-")), "code.zip");
  writeFileSync(zip, "stands for a zip");
  const sha256 = "ab".repeat(32);
  return new FunctionCode(
    new Map(entries.map((entry) => [entry, { entry, zip, sha256, bytes: 16, handler: "index.handler" }])),
  );
}

/** A system with nothing in it but what every system has. */
export class TestSystem extends SystemStack {
  constructor(target: Target = "aws", system = "orders") {
    super(Testing.app(), system, { target, code: someCode(), metricsNamespace: "Orders" });
    this.output("orders_alarm_topic_arn", "Where alarms go", this.alarmTopic.arn);
  }

  /** Synthesizes with every guardrail on. */
  graph(): Graph {
    return graphOf(this);
  }
}

/** Synthesizes a stack with its validations, as `cdktf synth` does. */
export function graphOf(stack: SystemStack): Graph {
  return new Graph(JSON.parse(Testing.synth(stack, true)), stack.target);
}
