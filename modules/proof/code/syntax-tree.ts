import type { AnyNode, Function as FunctionNode, Program } from "acorn";
import type { BundledModule } from "./bundled-modules";

export type { AnyNode, FunctionNode };

/** A module with its syntax tree. */
export interface ParsedModule extends BundledModule {
  readonly program: Program;
}

export async function parseModule(module: BundledModule): Promise<ParsedModule> {
  const { parse } = await import("acorn"); // only when there is something to analyse
  return { ...module, program: parse(module.text, { ecmaVersion: "latest", sourceType: "module" }) };
}

/** Calls back for every node with the nodes around it, the closest last. */
export function visit(
  node: AnyNode,
  callback: (node: AnyNode, around: readonly AnyNode[]) => void,
  around: AnyNode[] = [],
): void {
  callback(node, around);
  around.push(node);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) visit(child, callback, around);
  }
  around.pop();
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && typeof (value as AnyNode).type === "string";
}

/** @returns the text of a string literal or of a template without gaps */
export function literalText(node: AnyNode | undefined): string | undefined {
  if (node?.type === "Literal" && typeof node.value === "string") return node.value;
  if (node?.type === "TemplateLiteral" && node.expressions.length === 0)
    return node.quasis[0]?.value.cooked ?? undefined;
  return undefined;
}

/** @returns whether an identifier stands for a value, and is no key, label or name in a declaration */
export function isReference(node: AnyNode, parent: AnyNode | undefined): boolean {
  switch (parent?.type) {
    case "MemberExpression":
      return parent.object === node || parent.computed;
    case "Property":
      return parent.value === node || parent.computed;
    case "MethodDefinition":
    case "PropertyDefinition":
      return parent.value === node || parent.computed;
    case "VariableDeclarator":
      return parent.init === node;
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ClassDeclaration":
      return !("id" in parent && parent.id === node);
    case "ImportSpecifier":
    case "ImportDefaultSpecifier":
    case "ImportNamespaceSpecifier":
    case "ExportSpecifier":
    case "LabeledStatement":
    case "BreakStatement":
    case "ContinueStatement":
      return false;
    default:
      return true;
  }
}

/** @returns the name of a member, `b` of `a.b`, `a?.b` and `a["b"]`; undefined when it is computed */
export function memberName(node: AnyNode): string | undefined {
  if (node.type !== "MemberExpression") return undefined;
  if (node.computed) return literalText(node.property);
  return node.property.type === "Identifier" ? node.property.name : undefined;
}

export function isIdentifier(node: AnyNode, name: string): boolean {
  return node.type === "Identifier" && node.name === name;
}
