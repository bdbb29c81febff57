import { Aspects, type IAspect, TerraformResource } from "cdktf";
import type { IConstruct } from "constructs";

/** A Terraform expression that is 1 where something is made and 0 where it is not. */
export type Count = `\${${string}}`;

/**
 * Makes every block of a scope only where an operator's variables ask for it. What stands elsewhere takes their
 * attributes by `one(….[*].name)`, which is there in both cases.
 */
export function onlyWhere(scope: IConstruct, count: Count): void {
  Aspects.of(scope).add(new Counting(count));
}

class Counting implements IAspect {
  constructor(private readonly count: Count) {}

  visit(node: IConstruct): void {
    if (TerraformResource.isTerraformResource(node)) node.addOverride("count", this.count);
  }
}
