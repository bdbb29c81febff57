import {
  type AnyNode,
  type FunctionNode,
  isIdentifier,
  isReference,
  literalText,
  type ParsedModule,
  visit,
} from "./syntax-tree";

/** A function that reads the environment variable that it is given the name of: `env("ITEMS_TABLE")`. */
export interface Reader {
  readonly name: string;
  /** Which argument is the name. */
  readonly argument: number;
}

/** What a use of a reader reads. */
export type ReaderUse =
  | { readonly kind: "named"; readonly name: string }
  | { readonly kind: "reader"; readonly reader: Reader }
  | { readonly kind: "unknown" };

/**
 * The function whose parameter names the variable. Only functions at the top of a module count: esbuild gives these
 * names that nothing else in the bundle has.
 */
export function readerAround(name: AnyNode, around: readonly AnyNode[]): Reader | undefined {
  if (name.type !== "Identifier") return undefined;
  const depth = around.findLastIndex((node) => isFunction(node) && parameter(node, name.name) >= 0);
  const declared = around[depth];
  if (declared === undefined || !isFunction(declared) || changes(declared, name.name)) return undefined;
  const reader = nameAtTop(declared, around.slice(0, depth));
  return reader === undefined ? undefined : { name: reader, argument: parameter(declared, name.name) };
}

/** What each use of a reader in a module reads. */
export function usesOf({ name, argument }: Reader, { program }: ParsedModule): readonly ReaderUse[] {
  const uses: ReaderUse[] = [];
  visit(program, (node, around) => {
    const parent = around.at(-1);
    if (node.type !== "Identifier" || node.name !== name || !isReference(node, parent)) return;
    const given = parent?.type === "CallExpression" && parent.callee === node ? parent.arguments[argument] : undefined;
    uses.push(useWith(given, around));
  });
  return uses;
}

function useWith(given: AnyNode | undefined, around: readonly AnyNode[]): ReaderUse {
  const name = literalText(given);
  if (name !== undefined) return { kind: "named", name };
  const reader = given && readerAround(given, around);
  return reader === undefined ? { kind: "unknown" } : { kind: "reader", reader };
}

function isFunction(node: AnyNode): node is FunctionNode & AnyNode {
  return /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type);
}

function parameter({ params }: FunctionNode, name: string): number {
  return params.findIndex((item) => {
    const declared = item.type === "AssignmentPattern" ? item.left : item;
    return declared.type === "Identifier" && declared.name === name;
  });
}

/** A parameter that is given another value, such as a prefix, no longer is what the caller gave. */
function changes(declared: AnyNode, name: string): boolean {
  let changed = false;
  visit(declared, (node) => {
    if (node.type === "AssignmentExpression" && isIdentifier(node.left, name)) changed = true;
  });
  return changed;
}

/** `function env(name) {…}` and `const env = (name) => …` at the top of a module. */
function nameAtTop(declared: FunctionNode & AnyNode, around: readonly AnyNode[]): string | undefined {
  const types = around.map((node) => node.type).join(" ");
  if (declared.type === "FunctionDeclaration") return types === "Program" ? declared.id?.name : undefined;
  const declarator = around.at(-1);
  if (types !== "Program VariableDeclaration VariableDeclarator" || declarator?.type !== "VariableDeclarator") return;
  return declarator.id.type === "Identifier" ? declarator.id.name : undefined;
}
