import { type AnyNode, literalText, type ParsedModule, visit } from "./syntax-tree";

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]);

/**
 * @returns the HTTP methods that own code sends, as far as it names them: in a call or as the `method` of a request, within
 * a function. What a module lists outside of all functions are routes that it answers.
 */
export function httpMethods(modules: readonly ParsedModule[]): readonly string[] {
  const methods = new Set<string>();
  for (const { program } of modules.filter(({ origin }) => origin === "own")) {
    visit(program, (node, around) => {
      const method = literalText(node);
      if (method !== undefined && METHODS.has(method) && around.some(isFunction) && isSent(node, around)) {
        methods.add(method);
      }
    });
  }
  return [...methods].sort();
}

function isFunction({ type }: AnyNode): boolean {
  return ["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"].includes(type);
}

function isSent(node: AnyNode, around: readonly AnyNode[]): boolean {
  const parent = around.at(-1);
  switch (parent?.type) {
    // One of two methods is chosen.
    case "ConditionalExpression":
    case "LogicalExpression":
      return isSent(parent, around.slice(0, -1));
    case "CallExpression":
      return parent.callee !== node;
    case "Property":
      return parent.value === node && parent.key.type === "Identifier" && parent.key.name === "method";
    default:
      return false;
  }
}
