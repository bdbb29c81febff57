/*
 * The words of the proof. It reads Terraform JSON as a stranger would and knows nothing of our constructs, so it can be
 * pointed at anybody's.
 */

/** A resource or data source, each instance of `count` and `for_each` apart, its expressions resolved. */
export interface Resource {
  /** `aws_sqs_queue.events`, `aws_sqs_queue.events[0]`, `module.flags.aws_sqs_queue.events["a"]`. */
  readonly address: string;
  /** `aws_sqs_queue`. */
  readonly type: string;
  readonly mode: "managed" | "data";
  /** As in the Terraform JSON, with what AWS would add (such as `arn`) filled in by deterministic stand-ins. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Path of the cdktf construct that made it, where the JSON tells. */
  readonly path?: string;
}

/** All resources of a configuration, with stand-ins for what only AWS knows. */
export interface World {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly resources: readonly Resource[];
  /** What could not be read; each is a finding, never a pass. */
  readonly findings: readonly Finding[];
  resource(address: string): Resource | undefined;
  /** @returns the resource that an ARN names, or that the named thing belongs to: an object's bucket, an index's table. */
  owner(arn: string): Resource | undefined;
}

/** One statement of a policy, its lists always lists. */
export interface Statement {
  readonly sid?: string;
  readonly effect: "Allow" | "Deny";
  /** Whom a resource policy speaks of: `{ AWS: [...], Service: [...] }`, `*` among the values for everyone. Absent in identity policies. */
  readonly principals?: Readonly<Record<string, readonly string[]>>;
  readonly notPrincipals?: Readonly<Record<string, readonly string[]>>;
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  readonly resources?: readonly string[];
  readonly notResources?: readonly string[];
  /** Operator → key → values, as IAM writes them. */
  readonly conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** A policy and where it stands, so that a message can name the block to change. */
export interface Policy {
  /** Address of the block that holds it: `aws_iam_role_policy.items`. */
  readonly address: string;
  readonly statements: readonly Statement[];
}

/** Who does something. */
export type Principal =
  | { readonly kind: "role"; readonly address: string; readonly arn: string }
  | { readonly kind: "service"; readonly service: string }
  /** Whoever an identity provider vouches for: `cognito-identity.amazonaws.com`. */
  | { readonly kind: "federated"; readonly provider: string };

/** @returns a principal as policies name it. */
export function nameOf(principal: Principal): string {
  switch (principal.kind) {
    case "role":
      return principal.arn;
    case "service":
      return principal.service;
    case "federated":
      return principal.provider;
  }
}

/** Something that must be allowed for a connection to work. */
export interface Call {
  readonly principal: Principal;
  /** `sqs:SendMessage`. */
  readonly action: string;
  /** ARN of what it is done to. */
  readonly resource: string;
  /** Condition keys that AWS sets on the request: `aws:SourceArn`, `aws:SourceAccount`, `kms:ViaService`. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
  /** Why it is needed, in a few words: `the poller reads the stream`. */
  readonly reason: string;
}

/** A connection between two resources, and all that must be allowed for it to work. */
export interface Edge {
  /** Address of what acts first. */
  readonly from: string;
  readonly to: string;
  /** `stream`, `dead letters`, `subscription`, `target`, `integration`, `environment`. */
  readonly kind: string;
  readonly calls: readonly Call[];
}

export type Verdict = "allowed" | "denied" | "explicitly denied" | "unknown";

/** Something that is wrong, or that could not be told to be right. */
export interface Finding {
  /** Kebab case: `missing-permission`, `unused-permission`, `unknown-reference`. */
  readonly rule: string;
  /** Address of the block to look at. */
  readonly address: string;
  readonly path?: string;
  /** What is wrong, with the value. */
  readonly fault: string;
  /** The statement to add, the action to take out. */
  readonly remedy: string;
}

/** Stands for what the configuration alone does not tell; it may be a part of a longer string. */
export function unknown(expression: string): string {
  return `⟨unknown: ${expression}⟩`;
}

/** @returns whether a value holds anything unknown, however deep. */
export function isUnknown(value: unknown): boolean {
  if (typeof value === "string") return value.includes("⟨unknown: ");
  if (value === null || typeof value !== "object") return false;
  return Object.values(value).some(isUnknown);
}
