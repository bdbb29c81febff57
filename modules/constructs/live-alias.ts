import { LambdaAlias } from "@cdktf/provider-aws/lib/lambda-alias";
import type { LambdaFunction as LambdaFunctionResource } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaProvisionedConcurrencyConfig } from "@cdktf/provider-aws/lib/lambda-provisioned-concurrency-config";
import type { Construct } from "constructs";
import { System } from "./system";
import { Variable } from "./variable";

/**
 * The alias that all traffic goes through. All at once: it points at the newest version. Weighted: two variables keep it
 * on a stable version and send a share of the traffic to the newest (docs/decisions/0004-weighted-alias.md).
 */
export function liveAlias(scope: Construct, fn: LambdaFunctionResource, weighted: boolean): LambdaAlias {
  const base = { name: "live", description: "All traffic goes through here", functionName: fn.functionName };
  if (!weighted) return new LambdaAlias(scope, "live", { ...base, functionVersion: fn.version });

  const system = System.of(scope);
  const stable = `${scope.node.id.replaceAll("-", "_")}_stable_version`;
  const weight = `${scope.node.id.replaceAll("-", "_")}_canary_weight`;
  new Variable(system, stable, {
    type: "string",
    description: `Version of ${scope.node.id} that keeps the traffic while a new one is tried. Empty: the newest has it all.`,
    default: "",
    validation: [
      {
        condition: `can(regex("^[0-9]*$", var.${stable}))`,
        errorMessage: `The ${stable} must be a published version's number, such as 7, or empty.`,
      },
    ],
  });
  new Variable(system, weight, {
    type: "number",
    description: `Share of the traffic, 0 to 1, that the newest version of ${scope.node.id} takes from the stable one.`,
    default: 0,
    validation: [
      {
        condition: `var.${weight} >= 0 && var.${weight} <= 1`,
        errorMessage: `The ${weight} must be a share from 0 to 1, such as 0.1.`,
      },
    ],
  });
  const newest = `${fn.terraformResourceType}.${fn.friendlyUniqueId}.version`;
  const alias = new LambdaAlias(scope, "live", {
    ...base,
    functionVersion: `\${var.${stable} == "" ? ${newest} : var.${stable}}`,
  });
  alias.addOverride("dynamic.routing_config", {
    for_each: `\${var.${stable} == "" || var.${stable} == ${newest} || var.${weight} == 0 ? [] : [var.${weight}]}`,
    content: { additional_version_weights: `\${{ (${newest}) = routing_config.value }}` },
  });
  return alias;
}

/** Keeps executions of what the alias points at ready in prod; elsewhere the first caller waits for the start. */
export function provisionInProduction(scope: Construct, alias: LambdaAlias, executions: number): void {
  const config = new LambdaProvisionedConcurrencyConfig(scope, "ready", {
    functionName: alias.functionName,
    qualifier: alias.name,
    provisionedConcurrentExecutions: executions,
  });
  config.addOverride("count", "${local.is_production ? 1 : 0}");
}
