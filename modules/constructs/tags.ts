import { Aspects, type IAspect, TerraformResource } from "cdktf";
import type { IConstruct } from "constructs";

/**
 * Tags each resource that can have tags. Not the provider's `default_tags`: a module has no provider block, and its
 * resources are to carry the same tags.
 */
export function tagEverything(scope: IConstruct, tags: Record<string, string>): void {
  Aspects.of(scope).add(new Tagging(tags));
}

class Tagging implements IAspect {
  constructor(private readonly tags: Record<string, string>) {}

  visit(node: IConstruct): void {
    if (TerraformResource.isTerraformResource(node) && isTaggable(node) && node.tagsInput === undefined) {
      node.tags = this.tags;
    }
  }
}

interface Taggable {
  tags: Record<string, string>;
  readonly tagsInput?: unknown;
}

function isTaggable(resource: TerraformResource): resource is TerraformResource & Taggable {
  return "tagsInput" in resource;
}
