import { formatArn, parseArn } from "./edges/arn";
import { isAssumption } from "./judge";
import type { Call, World } from "./model";

/** A call that nobody needs, and how it differs from one that is needed. */
export interface Twin {
  readonly call: Call;
  /** `another queue or topic`. */
  readonly differs: string;
}

/** A name that no configuration has. */
const NAME = "plumbline-twin";
/** A Region that there is not. */
const REGION = "xx-plumbline-1";
/** AWS keeps this account for examples' strangers. */
const STRANGER = "999999999999";

/** Context keys that say on whose behalf a service acts. */
const SOURCES = ["aws:SourceArn", "kms:EncryptionContext:aws:logs:arn"] as const;

/**
 * @returns the same call on something else, which a role should not be able to make: a resource of another name, and one
 * whose name only starts alike.
 */
export function otherResources(call: Call): readonly Twin[] {
  return [() => NAME, (name: string) => `${name}-${NAME}`].flatMap((rename) => {
    const resource = renamed(call.resource, rename);
    return resource === undefined ? [] : [{ call: { ...call, resource }, differs: `on ${resource}` }];
  });
}

/** @returns the same call on a table of the same name in another Region, which a role should not be able to make either. */
export function otherRegion(call: Call): readonly Twin[] {
  const arn = parseArn(call.resource);
  if (arn?.service !== "dynamodb") return [];
  const resource = formatArn({ ...arn, region: REGION });
  return [{ call: { ...call, resource }, differs: `on ${resource}` }];
}

/** @returns the same call on behalf of something else, which a service should not be able to make. */
export function otherSources(call: Call, world: World): readonly Twin[] {
  // A role is handed to a service by whoever may pass it; its trust needs no source (IAM user guide, "iam:PassRole").
  if (isAssumption(call.action)) return [];
  return SOURCES.flatMap((key) => {
    const source = call.context[key];
    const arn = typeof source === "string" ? parseArn(source) : undefined;
    if (typeof source !== "string" || arn === undefined) return [];
    const twin = (sourceArn: string, account = world.account): Twin => ({
      call: { ...call, context: { ...call.context, [key]: sourceArn, "aws:SourceAccount": account } },
      differs: `on behalf of ${sourceArn}${account === world.account ? "" : ` of account ${account}`}`,
    });
    const elsewhere = arn.account === "" ? source : formatArn({ ...arn, account: STRANGER });
    const other = renamed(source, () => NAME);
    const route = otherRoute(source);
    return [
      ...(other === undefined ? [] : [twin(other)]),
      ...(route === undefined ? [] : [twin(route)]),
      twin(elsewhere, STRANGER),
    ];
  });
}

/** @returns the same call by a role of another account, which may do whatever its own account can grant. */
export function otherAccount(call: Call): Twin {
  const arn = `arn:aws:iam::${STRANGER}:role/${NAME}`;
  const context = { "aws:SecureTransport": "true", "aws:PrincipalAccount": STRANGER };
  return {
    call: { ...call, principal: { kind: "role", address: arn, arn }, context },
    differs: `by a role of account ${STRANGER}`,
  };
}

/** @returns an ARN whose own name is another, the parts under it the same; nothing where there is no name to change. */
function renamed(text: string, rename: (name: string) => string): string | undefined {
  const arn = parseArn(text);
  if (arn === undefined || arn.resource === "*") return undefined;
  const [, kind = "", name = "", rest = ""] = nameIn(arn.service, arn.resource) ?? [];
  return formatArn({ ...arn, resource: `${kind}${rename(name)}${rest}` });
}

/** Splits `table/items/index/by-date` into `table/`, `items` and `/index/by-date`. */
function nameIn(service: string, resource: string): RegExpExecArray | null {
  switch (service) {
    case "s3":
    case "execute-api":
      return /^()([^/]*)(.*)$/s.exec(resource);
    case "sns":
    case "sqs":
      return /^()([^:]*)(.*)$/s.exec(resource);
    // Names of log groups and alarms have slashes of their own.
    case "logs":
    case "cloudwatch":
    case "lambda":
    case "states":
      return /^([^:]*:)([^:]*)(.*)$/s.exec(resource);
    default:
      return /^([^/:]*[/:])([^/:]*)(.*)$/s.exec(resource);
  }
}

/** A permission for one route of an API should not cover its others. */
function otherRoute(source: string): string | undefined {
  const arn = parseArn(source);
  if (arn?.service !== "execute-api") return undefined;
  const [api, stage] = arn.resource.split("/");
  return formatArn({ ...arn, resource: `${api}/${stage}/PATCH/${NAME}` });
}
