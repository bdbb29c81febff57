import type { Resource } from "./model";
import { replicasOf } from "./replicas";

/** Attributes by which others name a resource: an API's permissions name its execution ARN. */
const NAMES = ["arn", "execution_arn", "stream_arn", "qualified_arn", "dashboard_arn"];

/** What these types have for an ARN is that of what they belong to, or of nobody's resource. */
const NAMING_ANOTHER = new Set([
  "aws_caller_identity",
  "aws_cloudwatch_event_target",
  "aws_secretsmanager_secret_version",
  "aws_sns_topic_policy",
]);

/** What belongs to what, as its ARN tells: the ARN of the thing, and the one of its owner made of the match. */
const BELONGING: readonly (readonly [thing: RegExp, owner: string])[] = [
  [/^arn:[^:]+:apigateway:[^:]*:lambda:path\/[^/]+\/functions\/(.+)\/invocations$/, "$1"],
  [/^(arn:[^:]+:s3:::[^/]+)\/.*$/s, "$1"],
  [/^(arn:[^:]+:dynamodb:[^:]*:[^:]*:table\/[^/]+)\/.*$/s, "$1"],
  [/^(arn:[^:]+:lambda:[^:]*:[^:]*:(?:function|layer):[^:]+):.*$/s, "$1"],
  [/^(arn:[^:]+:logs:[^:]*:[^:]*:log-group:[^:]+):.*$/s, "$1"],
  [/^(arn:[^:]+:states:[^:]*:[^:]*:)(?:execution|express):([^:]+):.*$/s, "$1stateMachine:$2"],
  [/^(arn:[^:]+:states:[^:]*:[^:]*:stateMachine:[^:]+):.*$/s, "$1"],
  [/^(arn:[^:]+:execute-api:[^:]*:[^:]*:[^/]+)\/.*$/s, "$1"],
  [/^(arn:[^:]+:apigateway:[^:]*::\/(?:restapis|apis)\/[^/]+)\/.*$/s, "$1"],
  [/^(arn:[^:]+:sns:[^:]*:[^:]*:[^:]+):.*$/s, "$1"],
  [/^(arn:[^:]+:es:[^:]*:[^:]*:domain\/[^/]+)\/.*$/s, "$1"],
  [/^(arn:[^:]+:kinesis:[^:]*:[^:]*:stream\/[^/]+)\/.*$/s, "$1"],
];

/** @returns what finds the resource that an ARN names, or that the named thing belongs to. */
export function owners(resources: readonly Resource[]): (arn: string) => Resource | undefined {
  const byArn = new Map<string, Resource>();
  for (const resource of resources) {
    for (const arn of namesOf(resource)) {
      if (!byArn.has(arn) || byArn.get(arn)?.mode === "data") {
        byArn.set(arn, resource);
      }
    }
  }
  return (arn) => {
    // Invocation → version → function: no thing lies deeper in another.
    let name: string | undefined = arn;
    while (name !== undefined) {
      const found = byArn.get(name);
      if (found !== undefined) {
        return found;
      }
      name = ownerOf(name);
    }
    return undefined;
  };
}

function namesOf(resource: Resource): readonly string[] {
  const { type, attributes } = resource;
  if (NAMING_ANOTHER.has(type)) {
    return [];
  }
  const own = NAMES.map((name) => attributes[name]).filter(
    (arn): arn is string => typeof arn === "string" && arn !== "",
  );
  return [...own, ...replicasOf(resource).map(({ arn }) => arn)];
}

function ownerOf(arn: string): string | undefined {
  for (const [thing, owner] of BELONGING) {
    if (thing.test(arn)) {
      return arn.replace(thing, owner);
    }
  }
  return undefined;
}
