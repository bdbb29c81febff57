import { type Atom, atomsOf, isWritten, speaksOf } from "./atoms";
import type { Connection } from "./edges/edge-rule";
import type { Judge } from "./judge";
import { found, placesOf } from "./missing";
import { type Call, type Finding, isUnknown, type Policy } from "./model";

/** Wildcards that AWS's own guides ask for, and what they spare the reader. */
const DOCUMENTED_WILDCARDS: Readonly<Record<string, string>> = {
  "kms:Decrypt*": "as the CloudWatch Logs user guide writes it; there is but one such action",
  "kms:Describe*": "as the CloudWatch Logs user guide writes it; there is but one such action for keys",
  "kms:Encrypt*": "as the CloudWatch Logs user guide writes it; there is but one such action",
  "kms:GenerateDataKey*": "services choose between a data key with and without its plain text",
  "kms:ReEncrypt*": "the two halves of one operation",
};

/** A grant, and the calls that it allows. */
interface Usage {
  readonly atom: Atom;
  readonly calls: Set<number>;
}

/** @returns what is granted and never used, what is granted twice, and what is granted with too wide a wildcard. */
export function unneededGrants(judge: Judge, connections: readonly Connection[]): readonly Finding[] {
  const calls = connections.flatMap((connection) => [...connection.calls, ...connection.possible]);
  const usages = usagesOf(judge, calls);
  return [
    ...usages.filter(({ atom }) => isTooBroad(atom)).map(({ atom }) => tooBroad(judge, atom)),
    ...unused(
      judge,
      usages.filter(
        ({ atom, calls }) => calls.size === 0 && !isTooBroad(atom) && !isUnknown([atom.action, atom.resource]),
      ),
    ),
    ...repeated(
      judge,
      usages.filter(({ atom, calls }) => calls.size > 0 && !isTooBroad(atom)),
    ),
  ];
}

function usagesOf(judge: Judge, calls: readonly Call[]): readonly Usage[] {
  const usages = new Map<Policy, readonly Usage[]>();
  for (const policy of writtenPolicies(judge)) {
    usages.set(
      policy,
      atomsOf(policy).map((atom) => ({ atom, calls: new Set() })),
    );
  }
  calls.forEach((call, index) => {
    const { verdict, evidence } = judge.decide(call);
    if (verdict !== "allowed") return;
    for (const policy of [...judge.identityOf(call), ...judge.policiesOf(call.action, call.resource)]) {
      for (const { atom, calls: used } of usages.get(policy) ?? []) {
        const decided = evidence.some(({ address, sid }) => address === policy.address && sid === atom.statement.sid);
        if (decided && speaksOf(atom, call)) used.add(index);
      }
    }
  });
  return [...usages.values()].flat();
}

/** Every policy that a block of the configuration holds, once; those of roles first. */
function writtenPolicies({ world, grants }: Judge): ReadonlySet<Policy> {
  const arns = world.resources.flatMap(({ attributes: { arn } }) => (typeof arn === "string" ? [arn] : []));
  const policies = [grants.identity, grants.trust, grants.key, grants.resource].flatMap((of) =>
    arns.flatMap((arn) => of(arn)),
  );
  return new Set(policies.filter((policy) => isWritten(world.resource(policy.address))));
}

function isTooBroad({ action }: Atom): boolean {
  return /[*?]/.test(action) && !(action in DOCUMENTED_WILDCARDS);
}

function tooBroad({ world }: Judge, atom: Atom): Finding {
  const fault = `${placeOf(atom)} allows ${atom.action}, and with it actions that nothing here uses`;
  return found(world, "too-wide", atom.policy.address, fault, { remedy: "Name the actions that are used, one by one" });
}

function unused({ world }: Judge, usages: readonly Usage[]): readonly Finding[] {
  return usages.map(({ atom }) =>
    found(
      world,
      "unused-permission",
      atom.policy.address,
      `${placeOf(atom)} allows ${describe(atom)}, which nothing here uses`,
      {
        remedy: `Take ${atom.action} on ${atom.resource} out of ${placeOf(atom)}`,
      },
    ),
  );
}

/** A grant is repeated where each call that it allows is allowed by another that stays. The later one is to go. */
function repeated({ world }: Judge, usages: readonly Usage[]): readonly Finding[] {
  const staying = new Set(usages);
  const byCall = new Map<number, Set<Usage>>();
  for (const usage of usages) {
    for (const call of usage.calls) byCall.set(call, (byCall.get(call) ?? new Set()).add(usage));
  }
  return [...usages].reverse().flatMap((usage) => {
    const others = [...usage.calls].map((call) =>
      [...(byCall.get(call) ?? [])].find((other) => other !== usage && staying.has(other)),
    );
    const known = others.filter((other) => other !== undefined);
    if (known.length < others.length) return [];
    staying.delete(usage);
    const { atom } = usage;
    const elsewhere = [...new Set(known.map((other) => placeOf(other.atom)))].join(" and ");
    const fault = `${placeOf(atom)} allows ${describe(atom)}, which ${elsewhere} allows already`;
    const remedy = `Take ${atom.action} on ${atom.resource} out of ${placeOf(atom)}, or merge the statements`;
    return [found(world, "repeated-permission", atom.policy.address, fault, { remedy })];
  });
}

function describe({ action, resource, principal }: Atom): string {
  return `${action} on ${resource}${principal === undefined ? "" : ` to ${principal}`}`;
}

function placeOf({ policy, statement }: Atom): string {
  return placesOf([{ address: policy.address, ...(statement.sid === undefined ? {} : { sid: statement.sid }) }]);
}
