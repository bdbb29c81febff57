import type { TerraformResource } from "cdktf";

/** An attribute of a block that is made many times (`for_each`), of the one with the same key. */
export function eachOf(resource: TerraformResource, attribute: string): string {
  return `\${${resource.terraformResourceType}.${resource.friendlyUniqueId}[each.key].${attribute}}`;
}
