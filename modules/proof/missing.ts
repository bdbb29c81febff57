import type { Connection } from "./edges/edge-rule";
import { isAssumption } from "./judge";
import { type Call, type Finding, nameOf, type World } from "./model";
import type { Evidence, ProvenCall } from "./verdicts";

/** @returns a finding for all calls of a connection that fail in the same way on the same resource. */
export function failures(world: World, edge: Connection, calls: readonly ProvenCall[]): readonly Finding[] {
  const failed = calls.filter(({ verdict }) => verdict !== "allowed");
  const groups = new Map<string, ProvenCall[]>();
  for (const call of failed) {
    const key = `${call.verdict} ${whoOf(call)} ${call.resource} ${call.evidence.map(placeOf)}`;
    groups.set(key, [...(groups.get(key) ?? []), call]);
  }
  return [...groups.values()].flatMap((group) =>
    group[0] === undefined ? [] : [failure(world, edge, group[0], group)],
  );
}

function failure(world: World, edge: Connection, first: ProvenCall, group: readonly ProvenCall[]): Finding {
  const actions = [...new Set(group.map(({ action }) => action))].join(", ");
  const what = `${edge.from} → ${edge.to} (${edge.kind}): ${whoOf(first)} needs ${actions} on ${first.resource}`;
  if (first.verdict === "unknown") {
    return found(world, "unknown-permission", edge.from, `${what}, and whether it may can't be told`, {
      remedy: "Give the values that this configuration leaves open, or bring the resource and its policy into it",
    });
  }
  if (first.verdict === "explicitly denied") {
    const [by] = first.evidence;
    return found(
      world,
      "denied-permission",
      by?.address ?? edge.from,
      `${what}, and ${placesOf(first.evidence)} denies it`,
      {
        remedy: `Narrow the Deny in ${placesOf(first.evidence)} so that it spares this call`,
      },
    );
  }
  return found(world, "missing-permission", holderOf(world, first, edge), `${what}, and nothing allows it`, {
    remedy: remedyOf(world, first, actions),
  });
}

/** Where the statement is missing: at the role, or at what a service is not let into. */
function holderOf(world: World, { principal, resource }: Call, edge: Connection): string {
  return principal.kind === "role" ? principal.address : (world.owner(resource)?.address ?? edge.to);
}

function remedyOf(world: World, call: Call, actions: string): string {
  const { principal, action, resource, context } = call;
  if (principal.kind === "role") return `Allow ${actions} on ${resource} in a policy of ${principal.address}`;
  const source = context["aws:SourceArn"] ?? context["kms:EncryptionContext:aws:logs:arn"];
  if (action === "lambda:InvokeFunction") {
    return `Add an aws_lambda_permission on ${resource} for ${whoOf(call)} with source_arn ${source}`;
  }
  if (isAssumption(action)) return `Let ${whoOf(call)} assume it in its assume_role_policy`;
  const holder = world.owner(resource)?.address ?? resource;
  return `Allow ${actions} to ${whoOf(call)} in the policy of ${holder}${source === undefined ? "" : `, on behalf of ${source}`}`;
}

/** @returns a finding with the path of the block it names. */
export function found(
  world: World,
  rule: string,
  address: string,
  fault: string,
  { remedy }: { readonly remedy: string },
): Finding {
  const path = world.resource(address)?.path;
  return { rule, address, fault, remedy, ...(path === undefined ? {} : { path }) };
}

/** @returns the statements' places, as a sentence lists them. */
export function placesOf(evidence: readonly Evidence[]): string {
  return evidence.map(placeOf).join(" and ");
}

function placeOf({ address, sid }: Evidence): string {
  return sid === undefined ? address : `${address} (${sid})`;
}

/** @returns who makes a call, by address or name. */
export function whoOf({ principal }: Call): string {
  return principal.kind === "role" ? principal.address : nameOf(principal);
}
