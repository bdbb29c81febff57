import type { Resource } from "../model";
import { replicasOf } from "../replicas";
import { block, text } from "./attributes";
import type { View } from "./view";

/** A resource that an environment variable of a function names. */
export interface Named {
  readonly variable: string;
  readonly resource: Resource;
  /** ARN to use it by: an alias's where the variable holds one, a replica's where it holds that. */
  readonly arn: string;
}

/** What code knows a resource by, and nothing else: a text that is only like a name must not count. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  aws_cloudwatch_event_bus: ["arn", "name"],
  aws_cloudwatch_log_group: ["arn", "name"],
  aws_dynamodb_table: ["arn", "name"],
  aws_kinesis_firehose_delivery_stream: ["arn", "name"],
  aws_kinesis_stream: ["arn", "name"],
  aws_kms_key: ["arn", "key_id"],
  aws_lambda_alias: ["arn"],
  aws_lambda_function: ["arn", "function_name"],
  aws_opensearch_domain: ["arn", "endpoint", "domain_endpoint"],
  aws_s3_bucket: ["arn", "bucket"],
  aws_secretsmanager_secret: ["arn", "name"],
  aws_sfn_state_machine: ["arn"],
  aws_sns_topic: ["arn"],
  aws_sqs_queue: ["arn", "url", "name"],
  aws_ssm_parameter: ["arn", "name"],
};

/** @returns the variables of a function. */
export function variablesOf(fn: Resource): Readonly<Record<string, unknown>> {
  const variables = block(fn.attributes, "environment")?.variables;
  return typeof variables === "object" && variables !== null ? (variables as Record<string, unknown>) : {};
}

/** @returns the resources that a function's environment names. */
export function namedInEnvironment(view: View, fn: Resource): readonly Named[] {
  return Object.entries(variablesOf(fn)).flatMap(([variable, value]) => {
    if (typeof value !== "string" || value === "") return [];
    // One variable may name several, joined by commas, which no name has in it.
    return value.split(",").flatMap((name) => {
      const called = name.trim().replace(/^https:\/\/(?=[^/]+$)/, "");
      const resource = resourceCalled(view, called);
      const replica = resource && replicasOf(resource).find(({ arn }) => arn === called);
      const arn = replica?.arn ?? text(resource?.attributes, "arn");
      return resource === undefined || arn === undefined ? [] : [{ variable, resource, arn }];
    });
  });
}

/** Each type by the names that count, made once for each configuration. */
const CALLED = new WeakMap<View, ReadonlyMap<string, Resource>>();

function resourceCalled(view: View, value: string): Resource | undefined {
  const called = CALLED.get(view) ?? byName(view);
  CALLED.set(view, called);
  return called.get(value);
}

function byName(view: View): ReadonlyMap<string, Resource> {
  const all = Object.entries(NAMES).flatMap(([type, names]) =>
    view.ofType(type).flatMap((resource) => [
      ...names.flatMap((name): [string, Resource][] => {
        const known = text(resource.attributes, name);
        return known === undefined ? [] : [[known, resource]];
      }),
      ...replicasOf(resource).map(({ arn }): [string, Resource] => [arn, resource]),
    ]),
  );
  // The first has the name: where a table and a queue are called alike, the order above decides.
  return new Map(all.reverse());
}
