import { type Attributes, firstNested, isAttributes, nested, text } from "../guardrails/terraform-json";
import type { Finding } from "./model";
import { PlannedInstance } from "./planned-instance";
import { PlannedModules } from "./planned-modules";
import type { Place } from "./terraform/instance";
import { DEFAULT_PLACE, partitionOf } from "./terraform/places";
import type { Reading } from "./world";

/** One resource of a plan or a state, in whichever module. */
interface Listed {
  readonly module: string;
  readonly resource: Attributes;
}

/** Reads what `terraform show -json` prints: of a plan what will be there once it is applied, of a state what is. */
export function readPlan(json: Attributes): Reading {
  const listed = resourcesOf(json);
  const place = placeOf(json, listed);
  const modules = new PlannedModules(firstNested(json.configuration));
  const unknowns = new Map(
    nested(json.resource_changes).map((change) => [text(change.address), firstNested(change.change).after_unknown]),
  );
  const instances = new Map<string, PlannedInstance>();
  for (const { module, resource } of listed) {
    const address = text(resource.address);
    instances.set(
      address,
      new PlannedInstance(resource, module, unknowns.get(address), place, modules, (wanted) => instances.get(wanted)),
    );
  }
  return {
    place,
    resources: [...instances.values()].map((instance) => ({
      address: instance.address,
      type: instance.type,
      mode: instance.mode,
      attributes: instance.attributes(),
    })),
    findings: faultsOf(json),
  };
}

/** Data that could be read before the plan stands in the prior state, data that could not among the changes. */
function resourcesOf(json: Attributes): readonly Listed[] {
  const planned = modulesOf(firstNested(firstNested(json.planned_values ?? json.values).root_module));
  const prior = modulesOf(firstNested(firstNested(firstNested(json.prior_state).values).root_module));
  const deferred = nested(json.resource_changes)
    .filter(({ mode }) => mode === "data")
    .map((change) => ({
      module: text(change.module_address),
      resource: { ...change, values: firstNested(change.change).after },
    }));
  const known = prior.filter(({ resource }) => resource.mode === "data");
  return [...planned, ...known, ...deferred];
}

/** A loop and no recursion, since modules may hold modules of any depth. */
function modulesOf(root: Attributes): readonly Listed[] {
  const listed: Listed[] = [];
  const modules = [root];
  for (let module = modules.pop(); module !== undefined; module = modules.pop()) {
    for (const resource of nested(module.resources)) {
      listed.push({ module: text(module.address), resource });
    }
    modules.push(...nested(module.child_modules));
  }
  return listed;
}

/** The account is told by the caller's identity, or by the first ARN that names one. */
function placeOf(json: Attributes, listed: readonly Listed[]): Place {
  const arns = listed.map(({ resource }) => text(firstNested(resource.values).arn).split(":"));
  const identity = listed.find(({ resource }) => resource.type === "aws_caller_identity");
  const account = text(firstNested(identity?.resource.values).account_id) || arns.find(([, , , , owner]) => owner)?.[4];
  const provider = firstNested(firstNested(firstNested(json.configuration).provider_config).aws);
  const region =
    text(firstNested(firstNested(provider.expressions).region).constant_value) ||
    arns.find(([, , , where]) => where)?.[3] ||
    DEFAULT_PLACE.region;
  return { account: account ?? DEFAULT_PLACE.account, region, partition: partitionOf(region) };
}

function faultsOf(json: Attributes): readonly Finding[] {
  const ofPlan = isAttributes(json.planned_values) && json.errored === true;
  return ofPlan
    ? [
        {
          rule: "errored-plan",
          address: "terraform",
          fault: "the plan ended with an error, so that it is not whole",
          remedy: "Mend what terraform plan complains of, and plan again.",
        },
      ]
    : [];
}
