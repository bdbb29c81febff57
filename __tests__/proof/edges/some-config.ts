import { type Proof, prove } from "../../../modules/proof/proof";

type Json = Readonly<Record<string, unknown>>;

/** Terraform JSON of some resources by address. */
export function config(resources: Readonly<Record<string, Json>>): Json {
  const resource: Record<string, Record<string, Json>> = {};
  for (const [address, attributes] of Object.entries(resources)) {
    const [type = "", name = ""] = address.split(".");
    resource[type] = { ...resource[type], [name]: attributes };
  }
  return { resource, variable: {} };
}

/** A policy of one statement, or of several. */
export function policy(...statements: readonly Json[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** A statement that allows. */
export function allow(sid: string, actions: readonly string[], resources: readonly string[], more: Json = {}): Json {
  return { Sid: sid, Effect: "Allow", Action: actions, Resource: resources, ...more };
}

/** A policy that a service may act for, on behalf of one source. */
export function letIn(service: string, action: string, resource: string, source: string): string {
  return policy(
    allow("LetIn", [action], [resource], {
      Principal: { Service: service },
      Condition: { ArnEquals: { "aws:SourceArn": source } },
    }),
  );
}

/** A role that a service takes on, and its one policy. */
export function role(service: string, ...statements: readonly Json[]): Readonly<Record<string, Json>> {
  return {
    "aws_iam_role.it": {
      name: "it",
      assume_role_policy: policy({
        Effect: "Allow",
        Principal: { Service: `${service}.amazonaws.com` },
        Action: "sts:AssumeRole",
      }),
    },
    ...(statements.length === 0
      ? {}
      : { "aws_iam_role_policy.it": { role: "${aws_iam_role.it.id}", policy: policy(...statements) } }),
  };
}

/** A function that runs under the role, and what it needs to log. */
export const FN = { "aws_lambda_function.fn": { function_name: "fn", role: "${aws_iam_role.it.arn}" } };
export const QUEUE = { "aws_sqs_queue.queue": { name: "queue" } };
export const TOPIC = { "aws_sns_topic.topic": { name: "topic" } };

/** @returns what each call of a kind of edge comes to: `sqs:SendMessage allowed`. */
export function callsOf(proof: Proof, kind: string): readonly string[] {
  return proof.edges
    .filter((edge) => edge.kind === kind)
    .flatMap(({ calls }) => calls.map(({ action, verdict }) => `${action} ${verdict}`));
}

/** @returns the findings of a rule, by address and fault. */
export function faultsOf(proof: Proof, rule: string): readonly string[] {
  return proof.findings.filter((one) => one.rule === rule).map(({ address, fault }) => `${address}: ${fault}`);
}

export function proofOf(resources: Readonly<Record<string, Json>>): Proof {
  return prove(config(resources));
}
