import { parseArn } from "./edges/arn";
import { type Decision, decide } from "./engine";
import type { Grants } from "./graph";
import { type Call, nameOf, type Policy, type World } from "./model";

/** Puts calls to the engine with the policies that AWS would consult, each question once. */
export class Judge {
  private readonly decisions = new Map<string, Decision>();

  constructor(
    readonly world: World,
    readonly grants: Grants,
  ) {}

  /** @returns the answer to a call. */
  decide(call: Call): Decision {
    return this.known(call) ?? this.ask(call, this.identityOf(call), this.policiesOf(call.action, call.resource));
  }

  /**
   * @returns the answer where the policies are given: those of another resource, or of somebody who may do anything. They
   * must follow from the call, as its answer is kept.
   */
  ask(call: Call, identity: readonly Policy[], resource: readonly Policy[]): Decision {
    const decision = this.known(call) ?? this.answer(call, identity, resource);
    this.decisions.set(keyOf(call), decision);
    return decision;
  }

  identityOf({ principal }: Call): readonly Policy[] {
    return principal.kind === "role" ? this.grants.identity(principal.arn) : [];
  }

  /** @returns the policies on the side of what an action is done to. */
  policiesOf(action: string, resource: string): readonly Policy[] {
    if (isAssumption(action)) return this.grants.trust(resource);
    if (action.startsWith("kms:")) return this.grants.key(resource);
    const exact = this.grants.resource(resource);
    // A function's alias has permissions of its own; an object is under its bucket's policy, an index under its table's.
    if (exact.length > 0 || action.startsWith("lambda:")) return exact;
    const owner = this.world.owner(resource)?.attributes.arn;
    return typeof owner === "string" ? this.grants.resource(owner) : [];
  }

  private answer(call: Call, identity: readonly Policy[], resource: readonly Policy[]): Decision {
    // Who is no role is only let in by what it is done to; of another configuration's resource nobody here can tell.
    if (call.principal.kind !== "role" && !this.isOurs(call.resource)) return { verdict: "unknown", evidence: [] };
    const resourceAccount = parseArn(call.resource)?.account || this.world.account;
    const requiresResourcePolicy = needsResourcePolicy(call.action);
    return decide({ ...call, resourceAccount }, { identity, resource, requiresResourcePolicy });
  }

  private known(call: Call): Decision | undefined {
    return this.decisions.get(keyOf(call));
  }

  private isOurs(resource: string): boolean {
    return this.world.owner(resource) !== undefined;
  }
}

/** @returns whether a role's own policies count only where the resource's policy hands the decision to the account. */
export function needsResourcePolicy(action: string): boolean {
  return action.startsWith("kms:") || isAssumption(action);
}

/** @returns whether an action takes a role on, about which the role's trust decides. */
export function isAssumption(action: string): boolean {
  return action === "sts:AssumeRole" || action === "sts:AssumeRoleWithWebIdentity";
}

function keyOf({ principal, action, resource, context }: Call): string {
  return `${nameOf(principal)} ${action} ${resource} ${JSON.stringify(context)}`;
}
