/** One statement of an IAM policy, in IAM's own words. */
export interface PolicyStatement {
  /** Alphanumeric; says why the statement is there. */
  readonly sid: string;
  /** @default "Allow" */
  readonly effect?: "Allow" | "Deny";
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** For resource policies only: who. `*` is everyone. */
  readonly principal?: "*" | { readonly service: string } | { readonly aws: string };
  /** Operator → key → value, as IAM writes it. */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/**
 * The JSON of a policy. Plain `JSON.stringify`, since `Fn.jsonencode` leaves inner quotes unescaped; for the same reason
 * no value may hold an expression with quotes in it (put such an expression into a local).
 */
export function policyJson(statements: readonly PolicyStatement[]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map((statement) => ({
      Sid: statement.sid,
      Effect: statement.effect ?? "Allow",
      ...(statement.principal === undefined ? {} : { Principal: principalJson(statement.principal) }),
      Action: statement.actions,
      Resource: statement.resources,
      ...(statement.conditions === undefined ? {} : { Condition: statement.conditions }),
    })),
  });
}

/** Refuses whatever does not come over TLS. */
export function denyInsecureTransport(actions: readonly string[], resources: readonly string[]): PolicyStatement {
  return {
    sid: "DenyInsecureTransport",
    effect: "Deny",
    principal: "*",
    actions,
    resources,
    conditions: { Bool: { "aws:SecureTransport": "false" } },
  };
}

/** Lets one AWS service, and no other role, assume a role. */
export function assumedBy(service: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  });
}

/** `items` and `dead-letters` in the form that a Sid allows: `Items`, `DeadLetters`. */
export function sidOf(...words: readonly string[]): string {
  return words
    .flatMap((word) => word.split(/[^A-Za-z0-9]+/))
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}

/** Joins what was granted in pieces: statements of one Sid on the same resources become one; IAM wants each Sid once. */
export function joined(statements: readonly PolicyStatement[]): readonly PolicyStatement[] {
  const bySid = new Map<string, PolicyStatement>();
  for (const statement of statements) {
    for (let suffix = 1; ; suffix++) {
      const sid = suffix === 1 ? statement.sid : `${statement.sid}${suffix}`;
      const present = bySid.get(sid);
      if (present !== undefined && scopeOf(present) !== scopeOf(statement)) continue;
      const actions = new Set([...(present?.actions ?? []), ...statement.actions]);
      bySid.set(sid, { ...statement, sid, actions: [...actions] });
      break;
    }
  }
  return [...bySid.values()];
}

function principalJson(principal: NonNullable<PolicyStatement["principal"]>): unknown {
  if (principal === "*") return "*";
  return "service" in principal ? { Service: principal.service } : { AWS: principal.aws };
}

function scopeOf({ effect = "Allow", resources, conditions }: PolicyStatement): string {
  return JSON.stringify([effect, resources, conditions]);
}
