import { TerraformDataSource, TerraformElement, TerraformResource } from "cdktf";
import type { IConstruct, Node } from "constructs";
import { ConstructError } from "../errors";

/** Scopes that order the tree but are no part of a name: `items/resource` is `aws_dynamodb_table.items`. */
const STRUCTURAL_SCOPES = new Set(["resource", "variable", "local", "output", "data", "backend"]);

/**
 * Names blocks as a person would (`aws_sqs_queue.dead_letters`), in place of cdktf's `dead-letters_resource_2045FB12`:
 * an address stays the same when a construct moves within its parent, and plans read well.
 */
export class LogicalIds {
  private readonly taken = new Map<string, string>();

  /** @throws ConstructError when two blocks of one kind would share an address. */
  allocate(stack: IConstruct, element: TerraformElement | Node): string {
    const node = TerraformElement.isTerraformElement(element) ? element.node : (element as Node);
    const id = node.scopes
      .slice(stack.node.scopes.length)
      .map((scope) => scope.node.id)
      .filter((part) => !STRUCTURAL_SCOPES.has(part))
      .join("_")
      .replace(/[^A-Za-z0-9_]+/g, "_");
    if (TerraformElement.isTerraformElement(element)) this.claim(element, id);
    return id;
  }

  private claim(element: TerraformElement, id: string): void {
    const address = `${blockKind(element)}.${id}`;
    const owner = this.taken.get(address);
    if (owner !== undefined && owner !== element.node.path) {
      throw new ConstructError(
        element,
        `The address ${address} already belongs to ${owner}. Give one of the two constructs another id.`,
      );
    }
    this.taken.set(address, element.node.path);
  }
}

function blockKind(element: TerraformElement): string {
  if (TerraformResource.isTerraformResource(element)) return element.terraformResourceType;
  if (TerraformDataSource.isTerraformDataSource(element)) return `data.${element.terraformResourceType}`;
  return element.constructor.name;
}
