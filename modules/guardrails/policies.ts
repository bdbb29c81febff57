import { replaceInterpolations } from "./expressions";
import { append, type Block, oncePerStack, type SynthesizedStack } from "./synthesized-stack";
import { type Attributes, isAttributes, list, nested, text } from "./terraform-json";

/** Whom a policy speaks for: what its holder may do, who may use its holder, who may use a key, who may take a role. */
type PolicyKind = "identity" | "resource" | "key" | "trust";

interface Condition {
  /** `Bool`, `StringEquals`. */
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** One statement, its lists always lists, from policy JSON and from `aws_iam_policy_document` alike. */
export interface Statement {
  readonly effect: string;
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  readonly principals: readonly string[];
  readonly conditions: readonly Condition[];
}

export interface Policy {
  readonly holder: Block;
  readonly argument: string;
  readonly kind: PolicyKind;
  /** Undefined where the policy can't be read from the JSON alone. */
  readonly statements: readonly Statement[] | undefined;
}

/** The arguments that hold a policy. */
const POLICY_ARGUMENTS: readonly { readonly type: string; readonly argument: string; readonly kind: PolicyKind }[] = [
  { type: "aws_iam_policy", argument: "policy", kind: "identity" },
  { type: "aws_iam_role_policy", argument: "policy", kind: "identity" },
  { type: "aws_iam_role", argument: "assume_role_policy", kind: "trust" },
  { type: "aws_kms_key", argument: "policy", kind: "key" },
  { type: "aws_kms_key_policy", argument: "policy", kind: "key" },
  { type: "aws_kms_replica_key", argument: "policy", kind: "key" },
  { type: "aws_api_gateway_rest_api", argument: "policy", kind: "resource" },
  { type: "aws_api_gateway_rest_api_policy", argument: "policy", kind: "resource" },
  { type: "aws_cloudwatch_event_bus_policy", argument: "policy", kind: "resource" },
  { type: "aws_cloudwatch_log_resource_policy", argument: "policy_document", kind: "resource" },
  { type: "aws_dynamodb_resource_policy", argument: "policy", kind: "resource" },
  { type: "aws_opensearch_domain", argument: "access_policies", kind: "resource" },
  { type: "aws_opensearch_domain_policy", argument: "access_policies", kind: "resource" },
  { type: "aws_s3_bucket_policy", argument: "policy", kind: "resource" },
  { type: "aws_secretsmanager_secret", argument: "policy", kind: "resource" },
  { type: "aws_secretsmanager_secret_policy", argument: "policy", kind: "resource" },
  { type: "aws_sns_topic", argument: "policy", kind: "resource" },
  { type: "aws_sns_topic_policy", argument: "policy", kind: "resource" },
  { type: "aws_sqs_queue", argument: "policy", kind: "resource" },
  { type: "aws_sqs_queue_policy", argument: "policy", kind: "resource" },
  { type: "aws_vpc_endpoint", argument: "policy", kind: "resource" },
  { type: "aws_vpc_endpoint_policy", argument: "policy", kind: "resource" },
];

/** @returns every policy in the stack, readable or not. */
export const policiesIn = oncePerStack((stack): readonly Policy[] =>
  POLICY_ARGUMENTS.flatMap(({ type, argument, kind }) =>
    stack
      .resources(type)
      .filter(({ attributes }) => attributes[argument] !== undefined && attributes[argument] !== null)
      .map((holder) => ({
        holder,
        argument,
        kind,
        statements: readPolicy(stack, holder.attributes[argument]),
      })),
  ),
);

/** @returns the policies by the address of the block that holds them. */
export const policiesByHolder = oncePerStack((stack): ReadonlyMap<string, readonly Policy[]> => {
  const byHolder = new Map<string, Policy[]>();
  for (const policy of policiesIn(stack)) {
    append(byHolder, policy.holder.address, policy);
  }
  return byHolder;
});

/** @returns whether an IAM pattern such as `sqs:*` covers an action; IAM compares actions without regard to case. */
export function covers(pattern: string, action: string): boolean {
  if (!/[*?]/.test(pattern)) {
    return pattern.toLowerCase() === action.toLowerCase();
  }
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replace(/\*/g, ".*").replace(/\?/g, ".")}$`, "i").test(action);
}

/** @returns the statements of a policy argument, or undefined where they can't be told. */
function readPolicy(stack: SynthesizedStack, given: unknown): readonly Statement[] | undefined {
  const value = stack.resolveLocal(given);
  const document = /^\$\{(data\.aws_iam_policy_document\.[\w-]+)\.(?:json|minified_json)\}$/.exec(text(value))?.[1];
  return document === undefined
    ? readPolicyJson(stack.expandLocals(text(value)))
    : readPolicyDocument(stack.block(document));
}

function readPolicyJson(json: string): readonly Statement[] | undefined {
  try {
    // Quotes inside `${…}` are Terraform's, not JSON's.
    const policy: unknown = JSON.parse(replaceInterpolations(json, (part) => JSON.stringify(part).slice(1, -1)));
    const statements = isAttributes(policy) ? list(policy.Statement) : [];
    return statements.length > 0 && statements.every(isAttributes) ? statements.map(readStatement) : undefined;
  } catch {
    return undefined;
  }
}

function readStatement(statement: Attributes): Statement {
  return {
    effect: text(statement.Effect),
    actions: texts(statement.Action),
    notActions: texts(statement.NotAction),
    resources: texts(statement.Resource),
    notResources: texts(statement.NotResource),
    principals: isAttributes(statement.Principal)
      ? Object.values(statement.Principal).flatMap(texts)
      : texts(statement.Principal),
    conditions: Object.entries(isAttributes(statement.Condition) ? statement.Condition : {}).flatMap(
      ([operator, keys]) =>
        Object.entries(isAttributes(keys) ? keys : {}).map(([key, values]) => ({
          operator,
          key,
          values: texts(values),
        })),
    ),
  };
}

function readPolicyDocument(document: Block | undefined): readonly Statement[] | undefined {
  const { statement, dynamic, source_policy_documents, override_policy_documents } = document?.attributes ?? {};
  // What other documents and dynamic blocks add is decided by Terraform, after synth.
  const hidden = [dynamic, source_policy_documents, override_policy_documents].flatMap(list);
  const statements = nested(statement);
  return hidden.length > 0 || statements.length === 0 ? undefined : statements.map(readDocumentStatement);
}

function readDocumentStatement(statement: Attributes): Statement {
  return {
    effect: text(statement.effect) || "Allow",
    actions: texts(statement.actions),
    notActions: texts(statement.not_actions),
    resources: texts(statement.resources),
    notResources: texts(statement.not_resources),
    principals: nested(statement.principals).flatMap((principal) => texts(principal.identifiers)),
    conditions: nested(statement.condition).map((condition) => ({
      operator: text(condition.test),
      key: text(condition.variable),
      values: texts(condition.values),
    })),
  };
}

function texts(value: unknown): readonly string[] {
  return list(value).map(text);
}
