import { type PropertyRead, propertiesRead } from "./property-reads";
import { type AnyNode, isIdentifier, isReference, memberName, type ParsedModule, visit } from "./syntax-tree";

/** One place that touches the environment, and the nodes around it. */
export interface EnvironmentAccess {
  readonly module: ParsedModule;
  readonly read: PropertyRead;
  readonly around: readonly AnyNode[];
}

/** Names under which a bundle has `process` and `process.env` imported. */
interface ImportedNames {
  readonly process: ReadonlySet<string>;
  readonly environment: ReadonlySet<string>;
}

/** Every place where the modules read of `process.env`, by whatever name they have it. */
export function environmentAccesses(modules: readonly ParsedModule[]): readonly EnvironmentAccess[] {
  const names = importedNames(modules);
  const found: EnvironmentAccess[] = [];
  for (const module of modules) {
    visit(module.program, (node, around) => {
      const parent = around.at(-1);
      if (isEnvironment(node, parent, names)) {
        for (const read of propertiesRead(node, around)) found.push({ module, read, around: [...around] });
      } else if (isProcess(node, parent, names) && takesMoreThanProperties(node, around)) {
        found.push({ module, read: { kind: "all" }, around: [...around] });
      }
    });
  }
  return found;
}

function isEnvironment(node: AnyNode, parent: AnyNode | undefined, names: ImportedNames): boolean {
  if (node.type === "Identifier") return names.environment.has(node.name) && isReference(node, parent);
  return node.type === "MemberExpression" && memberName(node) === "env" && isProcess(node.object, node, names);
}

function isProcess(node: AnyNode, parent: AnyNode | undefined, names: ImportedNames): boolean {
  if (node.type === "Identifier") {
    return (node.name === "process" || names.process.has(node.name)) && isReference(node, parent);
  }
  return (
    node.type === "MemberExpression" && memberName(node) === "process" && /^global(This)?$/.test(nameOf(node.object))
  );
}

/** `const { env } = process`, `const p = process`, `process[name]`: from there on the environment is lost from sight. */
function takesMoreThanProperties(node: AnyNode, around: readonly AnyNode[]): boolean {
  const parent = around.at(-1);
  return propertiesRead(node, around).some((read) =>
    read.kind === "named" ? read.name === "env" && parent?.type !== "MemberExpression" : true,
  );
}

function nameOf(node: AnyNode): string {
  return node.type === "Identifier" ? node.name : "";
}

function importedNames(modules: readonly ParsedModule[]): ImportedNames {
  const process = new Set<string>();
  const environment = new Set<string>();
  for (const statement of modules.flatMap(({ program }) => program.body)) {
    if (statement.type !== "ImportDeclaration" || !/^(node:)?process$/.test(String(statement.source.value))) continue;
    for (const item of statement.specifiers) {
      if (item.type !== "ImportSpecifier" || isIdentifier(item.imported, "default")) process.add(item.local.name);
      else if (isIdentifier(item.imported, "env")) environment.add(item.local.name);
    }
  }
  return { process, environment };
}
