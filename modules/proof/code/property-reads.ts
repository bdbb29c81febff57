import type { AnyNode } from "acorn";
import { literalText, memberName } from "./syntax-tree";

/** What is read of an object: a property by its name, one by a computed name, or all of it. */
export type PropertyRead =
  | { readonly kind: "named"; readonly name: string }
  | { readonly kind: "computed"; readonly name: AnyNode }
  | { readonly kind: "all" };

/** @returns what the code around an object reads of it; nothing where it is only written to */
export function propertiesRead(object: AnyNode, around: readonly AnyNode[]): readonly PropertyRead[] {
  const parent = around.at(-1);
  switch (parent?.type) {
    case "MemberExpression":
      return parent.object === object && !isWritten(parent, around.at(-2)) ? [memberRead(parent)] : [];
    case "VariableDeclarator":
      return parent.init === object ? patternReads(parent.id) : [];
    case "AssignmentExpression":
      return parent.right === object ? patternReads(parent.left) : [];
    case "BinaryExpression":
      return parent.operator === "in" && parent.right === object ? [nameRead(parent.left)] : [{ kind: "all" }];
    case "ChainExpression":
      return propertiesRead(parent, around.slice(0, -1));
    // Whether it is there at all.
    case "LogicalExpression":
      return parent.operator === "&&" && parent.left === object ? [] : [{ kind: "all" }];
    case "UnaryExpression":
    case "ExpressionStatement":
      return [];
    default:
      return [{ kind: "all" }];
  }
}

function isWritten(member: AnyNode, parent: AnyNode | undefined): boolean {
  if (parent?.type === "AssignmentExpression") return parent.operator === "=" && parent.left === member;
  return parent?.type === "UnaryExpression" && parent.operator === "delete";
}

function memberRead(member: AnyNode & { type: "MemberExpression" }): PropertyRead {
  const name = memberName(member);
  return name === undefined ? { kind: "computed", name: member.property } : { kind: "named", name };
}

function nameRead(node: AnyNode): PropertyRead {
  const name = literalText(node);
  return name === undefined ? { kind: "computed", name: node } : { kind: "named", name };
}

/** `{ A, "B": b, ...rest }`. */
function patternReads(pattern: AnyNode): readonly PropertyRead[] {
  if (pattern.type !== "ObjectPattern") return [{ kind: "all" }];
  return pattern.properties.map((property) => {
    if (property.type === "RestElement") return { kind: "all" };
    if (!property.computed && property.key.type === "Identifier") return { kind: "named", name: property.key.name };
    return nameRead(property.key);
  });
}
