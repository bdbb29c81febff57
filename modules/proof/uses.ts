import { actionsOf } from "./actions";
import type { EntryCode } from "./code/entry-code";
import { serviceOf } from "./edges/arn";
import type { Named } from "./edges/environment-values";
import { grantedActions, isGranted } from "./granted";
import { libraryUses } from "./library-use";
import type { Policy } from "./model";
import { requestActions } from "./signed-requests";

/**
 * What code reads of a table it reads of the table's replica too, where it is given both; who only writes the one may
 * read the other alone. Reads of many are left out: they serve writes, which a replica is not for.
 */
const SINGLE_READS: ReadonlySet<string> = new Set(["dynamodb:GetItem", "dynamodb:Query"]);

/** What a function does to one resource; one that its environment does not name stands by its ARN or pattern alone. */
export interface Use {
  readonly named?: Named;
  readonly arn: string;
  readonly required: readonly string[];
  readonly possible: readonly string[];
}

/**
 * Which of a function's actions are for which resource. Code says what it does, never to which of two tables: a library is
 * taken to use the resource that grants most of what it does, the function's own code the others.
 */
export function actionsByResource(
  named: readonly Named[],
  policies: readonly Policy[],
  code: EntryCode | undefined,
): readonly Use[] {
  if (code === undefined) return named.map((one) => unread(one, policies));
  const required = new Map<Named, Set<string>>(named.map((one) => [one, new Set()]));
  const possible = new Map<Named, Set<string>>(named.map((one) => [one, new Set()]));
  const reads = (one: Named) => [...SINGLE_READS].some((action) => isGrantedOn(one, policies, action));
  const standsIn = (one: Named, action: string) =>
    SINGLE_READS.has(action) &&
    named.some(
      (other) =>
        isGrantedOn(other, policies, action) && (isReplicaOf(one, other) || (isReplicaOf(other, one) && reads(one))),
    );
  const grants = (one: Named, action: string) => isGrantedOn(one, policies, action) || standsIn(one, action);

  const taken = new Set<Named>();
  for (const { service, actions } of libraryUses(code.commands)) {
    const own = ofService(named, service);
    for (const one of own) addAll(possible.get(one), actions);
    const score = (one: Named) => actions.filter((action) => grants(one, action)).length;
    const best = own.filter((one) => score(one) > 0).sort((a, b) => score(b) - score(a))[0];
    if (best === undefined) continue;
    taken.add(best);
    addAll(required.get(best), actions);
  }

  const elsewhere = new Set<string>();
  const require = (action: string, hasToBe: boolean) => {
    const all = ofService(named, serviceOfAction(action));
    const free = all.filter((one) => !taken.has(one));
    const candidates = free.length === 0 ? all : free;
    const granted = candidates.filter((one) => grants(one, action));
    for (const one of granted.length === 0 && hasToBe ? candidates : granted) required.get(one)?.add(action);
    if (all.length === 0 && hasToBe) elsewhere.add(action);
    return granted.length > 0;
  };
  for (const command of code.commands.filter(({ origin }) => origin === "own")) {
    const { needed, possible: more } = actionsOf(command);
    for (const action of needed) require(action, true);
    // Of a transaction's actions only some are needed, and nobody can tell which: one at least.
    const some = needed.length === 0 && more.length > 0 ? more.filter((action) => require(action, false)) : more;
    if (some.length === 0) for (const action of more) require(action, true);
    for (const action of more) {
      for (const one of ofService(named, serviceOfAction(action))) possible.get(one)?.add(action);
    }
  }
  for (const action of ofService(named, "es").length === 0 ? [] : requestActions(code)) require(action, true);
  return [
    ...named.map((one) => ({
      named: one,
      arn: one.arn,
      required: [...(required.get(one) ?? [])],
      possible: [...(possible.get(one) ?? [])],
    })),
    ...[...elsewhere].map((action) => ({ arn: grantedResource(policies, action), required: [action], possible: [] })),
  ];
}

/** Where the code is not known, whatever is granted on a resource in the environment may be used. */
function unread(named: Named, policies: readonly Policy[]): Use {
  const service = serviceOf(named.arn) ?? "";
  const possible = grantedActions(policies, service).filter(
    (action) => !/[*?]/.test(action) && isGrantedOn(named, policies, action),
  );
  return { named, arn: named.arn, required: [], possible };
}

function isGrantedOn({ arn, resource }: Named, policies: readonly Policy[], action: string): boolean {
  const under = resource.type === "aws_s3_bucket" || resource.type === "aws_opensearch_domain" ? `${arn}/` : arn;
  return isGranted(policies, action, arn) || isGranted(policies, action, under);
}

/** What the environment does not name is done to whatever the policies say, or to everything where they say nothing. */
function grantedResource(policies: readonly Policy[], action: string): string {
  const patterns = policies
    .flatMap(({ statements }) => statements)
    .filter(({ effect, actions = [] }) => effect === "Allow" && actions.includes(action))
    .flatMap(({ resources = [] }) => resources);
  return patterns[0] ?? "*";
}

function isReplicaOf(one: Named, home: Named): boolean {
  return one.resource === home.resource && one.arn !== home.arn && home.arn === home.resource.attributes.arn;
}

function ofService(named: readonly Named[], service: string): readonly Named[] {
  return named.filter(({ arn }) => serviceOf(arn) === service);
}

function serviceOfAction(action: string): string {
  return action.slice(0, action.indexOf(":"));
}

function addAll(set: Set<string> | undefined, values: readonly string[]): void {
  for (const value of values) set?.add(value);
}
