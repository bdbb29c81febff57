import { UserError } from "../errors";
import { type Attributes, isAttributes } from "../guardrails/terraform-json";
import type { Finding, Resource, World } from "./model";
import { owners } from "./owners";
import { readPlan } from "./plan-json";
import { Configuration } from "./terraform/configuration";
import type { Place } from "./terraform/instance";

export interface ReadWorldOptions {
  /** Values of the configuration's variables. @default each variable's own default */
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** What reading one form of Terraform JSON comes to. */
export interface Reading {
  readonly place: Place;
  readonly resources: readonly Resource[];
  readonly findings: readonly Finding[];
}

/**
 * Reads Terraform JSON: a configuration (`cdk.tf.json`, `*.tf.json`), or what `terraform show -json` prints of a plan
 * or a state.
 *
 * @throws UserError for what is none of them.
 */
export function readWorld(json: unknown, options: ReadWorldOptions = {}): World {
  const { place, resources, findings } = readSafely(json, options);
  const byAddress = new Map(resources.map((resource) => [resource.address, resource]));
  const owner = owners(resources);
  return {
    ...place,
    resources,
    findings: resources.some(isReadable) ? findings : [...findings, nothingToProve(resources)],
    resource: (address) => byAddress.get(address),
    owner,
  };
}

function readSafely(json: unknown, options: ReadWorldOptions): Reading {
  if (!isAttributes(json)) {
    throw new UserError(`Terraform JSON is an object, this is ${json === null ? "null" : typeof json}. ${ALLOWED}`);
  }
  try {
    return isPlanOrState(json) ? readPlan(json) : readConfiguration(json, options);
  } catch (error) {
    if (error instanceof RangeError) {
      throw new UserError("This Terraform JSON is nested too deeply to be read. Flatten its values or expressions.");
    }
    throw error;
  }
}

const ALLOWED = "Give a .tf.json configuration, or what terraform show -json prints of a plan or a state.";
const BLOCKS = ["resource", "data", "terraform", "provider", "variable", "output", "locals", "module"];

function isPlanOrState(json: Attributes): boolean {
  return json.format_version !== undefined && json.resource === undefined;
}

function readConfiguration(json: Attributes, { variables = {} }: ReadWorldOptions): Reading {
  if (!BLOCKS.some((block) => isAttributes(json[block]) || Array.isArray(json[block]))) {
    throw new UserError(`This JSON has none of Terraform's blocks (${BLOCKS.join(", ")}). ${ALLOWED}`);
  }
  const configuration = new Configuration(json, variables);
  const resources = configuration.instances().map((instance): Resource => {
    const path = pathOf(instance.block.attributes);
    return {
      address: instance.address,
      type: instance.type,
      mode: instance.block.mode,
      attributes: instance.attributes(),
      ...(path === undefined ? {} : { path }),
    };
  });
  return { place: configuration.places.main, resources, findings: configuration.findings() };
}

/** cdktf leaves the construct's path in a comment. */
function pathOf(attributes: Attributes): string | undefined {
  const comment = attributes["//"];
  const metadata = isAttributes(comment) ? comment.metadata : undefined;
  return isAttributes(metadata) && typeof metadata.path === "string" ? metadata.path : undefined;
}

function isReadable({ type, mode }: Resource): boolean {
  return mode === "managed" && type.startsWith("aws_");
}

/** An empty proof must not read as a pass. */
function nothingToProve(resources: readonly Resource[]): Finding {
  return {
    rule: "nothing-to-prove",
    address: resources[0]?.address ?? "terraform",
    fault: "there is no resource of the AWS provider",
    remedy: ALLOWED,
  };
}
