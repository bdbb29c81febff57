import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { LambdaInvocation as LambdaInvocationResource } from "@cdktf/provider-aws/lib/lambda-invocation";
import { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import type { LambdaFunction } from "./lambda-function";

export interface LambdaInvocationProps {
  readonly function: LambdaFunction;
  /** The event: JSON, or a Terraform expression of it. */
  readonly input: string;
  /** What else invokes the function again when it changes. @default nothing */
  readonly triggers?: Readonly<Record<string, string>>;
  /** What must be there before, beyond the function and its network rules. @default nothing */
  readonly after?: readonly Construct[];
}

/** Terraform → function: invokes it at an apply, and again at each that changes its code or its input. */
export class LambdaInvocation extends Construct {
  readonly resource: LambdaInvocationResource;

  constructor(scope: Construct, id: string, props: LambdaInvocationProps) {
    super(scope, id);
    const { function: fn, input, triggers = {}, after = [] } = props;
    this.resource = new LambdaInvocationResource(this, "resource", {
      functionName: fn.resource.functionName,
      qualifier: fn.alias.name,
      input,
      // Another input replaces an invocation by itself.
      triggers: { ...triggers, code: fn.resource.sourceCodeHash },
      dependsOn: [fn, ...after].flatMap(needed),
    });
  }
}

/** Everything in a scope but its alarms, for which nobody has to wait. */
function needed(scope: Construct): TerraformResource[] {
  return scope.node
    .findAll()
    .filter(TerraformResource.isTerraformResource)
    .filter((resource) => resource.terraformResourceType !== CloudwatchMetricAlarm.tfResourceType);
}
