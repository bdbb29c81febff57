import { accountOf } from "./engine/arn";
import { contextOf } from "./engine/context";
import { maskUnknown } from "./engine/glob";
import { type Spoken, speaksOf } from "./engine/principals";
import { type Asked, compileStatement, type StatementMatch } from "./engine/statement";
import { and, or, type Ternary } from "./engine/ternary";
import type { Call, Policy, Statement, Verdict } from "./model";
import type { Evidence } from "./verdicts";

/** What is asked of AWS. */
export interface AccessRequest extends Omit<Call, "reason"> {
  /** Account that the resource belongs to. */
  readonly resourceAccount: string;
}

/** All that AWS consults about a request; service control policies, boundaries and sessions' own are beyond the proof. */
export interface AccessPolicies {
  /** Of the role that asks; nobody else has any. */
  readonly identity: readonly Policy[];
  /** Of the resource: its policy, its Lambda permissions as statements, a key's policy, a role's trust. */
  readonly resource: readonly Policy[];
  /**
   * Whether identity policies count only where the resource's policy hands the decision to the account, as with KMS keys
   * and the trust of roles. Elsewhere an identity policy of the same account is enough.
   * @default false
   */
  readonly requiresResourcePolicy?: boolean;
}

/** A verdict and the statements that decided it: for "unknown" those that nobody can tell, for "denied" none. */
export interface Decision {
  readonly verdict: Verdict;
  readonly evidence: readonly Evidence[];
}

/** @returns what AWS would answer, by its documented rules for IAM within an account and across two. */
export function evaluate(request: AccessRequest, policies: AccessPolicies): Verdict {
  return decide(request, policies).verdict;
}

/** @returns as `evaluate`, and why. */
export function decide(request: AccessRequest, policies: AccessPolicies): Decision {
  const asked: Asked = {
    principal: request.principal,
    action: maskUnknown(request.action).toLowerCase(),
    resource: maskUnknown(request.resource),
    context: contextOf(request.context, request.principal, request.resourceAccount),
  };
  const identity = request.principal.kind === "role" ? opinionsOf(policies.identity, asked, () => BY_IDENTITY) : [];
  const resource = opinionsOf(policies.resource, asked, (statement) => speaksOf(statement, asked.principal));
  const opinions = [...identity, ...resource];

  const denied = or(...opinions.filter(isDeny).map(({ directly, byAccount }) => or(directly, byAccount)));
  if (denied === true) return { verdict: "explicitly denied", evidence: evidenceOf(opinions.filter(isDeny), true) };

  const allowed = isAllowed(request, policies, identity, resource);
  if (allowed === false) return { verdict: "denied", evidence: [] };
  if (allowed === true && denied === false) {
    return { verdict: "allowed", evidence: evidenceOf(opinions, true) };
  }
  return { verdict: "unknown", evidence: evidenceOf(opinions, "unknown") };
}

/** What one statement says to a request: nothing, where it speaks neither directly nor by the account. */
interface Opinion extends Spoken {
  readonly statement: Statement;
  readonly address: string;
}

/** An identity policy speaks of its role, which it need not name. */
const BY_IDENTITY: Spoken = { directly: true, byAccount: false };

function opinionsOf(
  policies: readonly Policy[],
  asked: Asked,
  spokenBy: (statement: Statement) => Spoken,
): readonly Opinion[] {
  const opinions: Opinion[] = [];
  for (const policy of policies) {
    for (const { statement, match } of compiled(policy)) {
      const matches = match(asked);
      if (matches !== false) {
        const { directly, byAccount } = spokenBy(statement);
        opinions.push({
          statement,
          address: policy.address,
          directly: and(matches, directly),
          byAccount: and(matches, byAccount),
        });
      }
    }
  }
  return opinions;
}

/**
 * Within an account either side suffices, unless the resource insists on its own policy: then that must name who asks, or
 * hand the decision to the account. From another account both sides are needed.
 */
function isAllowed(
  { principal, resourceAccount }: AccessRequest,
  { requiresResourcePolicy = false }: AccessPolicies,
  identity: readonly Opinion[],
  resource: readonly Opinion[],
): Ternary {
  const allows = resource.filter((opinion) => !isDeny(opinion));
  const byName = or(...allows.map(({ directly }) => directly));
  if (principal.kind !== "role") return byName;
  const byIdentity = or(...identity.filter((opinion) => !isDeny(opinion)).map(({ directly }) => directly));
  const byBoth = and(byIdentity, or(byName, ...allows.map(({ byAccount }) => byAccount)));
  const byEither = or(byName, requiresResourcePolicy ? byBoth : byIdentity);
  return or(byBoth, and(isSameAccount(principal.arn, resourceAccount), byEither));
}

function isSameAccount(principalArn: string, resourceAccount: string): Ternary {
  const account = accountOf(maskUnknown(principalArn));
  const isKnown = [account, resourceAccount].every((text) => /^\d+$/.test(text ?? ""));
  return isKnown ? account === resourceAccount : "unknown";
}

function isDeny({ statement }: Opinion): boolean {
  return statement.effect === "Deny";
}

/** @returns the statements whose opinion is as certain as the verdict. */
function evidenceOf(opinions: readonly Opinion[], certainty: Ternary): readonly Evidence[] {
  return opinions
    .filter(({ directly, byAccount }) => or(directly, byAccount) === certainty)
    .map(({ address, statement: { sid } }) => (sid === undefined ? { address } : { address, sid }));
}

interface CompiledStatement {
  readonly statement: Statement;
  readonly match: StatementMatch;
}

/** Each policy is read once, however many calls are put to it. */
const READ = new WeakMap<Policy, readonly CompiledStatement[]>();

function compiled(policy: Policy): readonly CompiledStatement[] {
  const known = READ.get(policy);
  if (known) return known;
  const statements = policy.statements.map((statement) => ({ statement, match: compileStatement(statement) }));
  READ.set(policy, statements);
  return statements;
}
