import { referencesIn } from "../expressions";
import type { Finding, Rule } from "../rule";
import type { Block, SynthesizedStack } from "../synthesized-stack";
import { append } from "../synthesized-stack";
import { type Attributes, firstNested, isAttributes, list, nested, text } from "../terraform-json";
import { UNTAGGABLE_TYPES } from "../untaggable-types";

const TAGS = ["environment", "system", "cost_center", "owner", "managed_by"];

/** Tags stand in the provider's default_tags or, where a module has no provider block, on each resource. */
export const missingTags: Rule = {
  id: "missing-tags",
  requirements: ["ALL-07"],
  check: (stack) => {
    const providers = new Map(nested(list(stack.json.provider?.aws)).map((provider) => [nameOf(provider), provider]));
    const untagged = new Map<string, Block[]>();
    const findings: Finding[] = [];
    for (const block of stack.allResources().filter(isTaggable)) {
      const name = text(block.attributes.provider) || "aws";
      const lacking = lackingTags(stack, block, providers.get(name));
      if (lacking.length === 0) {
        continue;
      }
      if (providers.has(name)) {
        append(untagged, name, block);
      } else {
        findings.push(onResource(block, lacking));
      }
    }
    for (const [name, blocks] of untagged) {
      findings.push(onProvider(stack, name, blocks, providers.get(name)));
    }
    return findings;
  },
};

function isTaggable({ type }: Block): boolean {
  return type.startsWith("aws_") && !UNTAGGABLE_TYPES.has(type);
}

function lackingTags(stack: SynthesizedStack, block: Block, provider: Attributes | undefined): readonly string[] {
  const defaults = firstNested(provider?.default_tags).tags;
  const given = new Set([...tagNames(stack, defaults), ...tagNames(stack, block.attributes.tags)]);
  return TAGS.filter((tag) => !given.has(tag));
}

/** @returns the keys of a map of tags; of an expression such as `merge`, the keys of the locals that it refers to. */
function tagNames(stack: SynthesizedStack, tags: unknown): readonly string[] {
  if (isAttributes(tags)) {
    return Object.keys(tags);
  }
  return [...referencesIn(tags)]
    .map((address) => stack.json.locals?.[address.replace(/^local\./, "")])
    .flatMap((local) => (isAttributes(local) ? Object.keys(local) : []));
}

function onResource({ address }: Block, lacking: readonly string[]): Finding {
  return {
    address,
    fault: `it lacks the tags ${lacking.join(", ")}`,
    remedy: "Set them in tags; a type that the provider gives no tags belongs in untaggable-types.ts",
  };
}

/** One finding for them all: what they have in common is what is wrong. */
function onProvider(
  stack: SynthesizedStack,
  name: string,
  [first, ...others]: readonly Block[],
  provider: Attributes | undefined,
): Finding {
  const given = tagNames(stack, firstNested(provider?.default_tags).tags);
  const more = others.length === 0 ? "" : ` and ${others.length} more`;
  return {
    address: `provider.${name}`,
    fault: `its default_tags lack ${TAGS.filter((tag) => !given.includes(tag)).join(", ")}, which ${first?.address}${more} would need`,
    remedy: "Set them in default_tags of the provider",
  };
}

/** @returns `aws`, or `aws.<alias>`, as resources refer to it. */
function nameOf({ alias }: Attributes): string {
  return alias === undefined ? "aws" : `aws.${text(alias)}`;
}
