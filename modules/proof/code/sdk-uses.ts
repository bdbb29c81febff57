import type { ImportDeclaration } from "acorn";
import type { Finding } from "../model";
import type { SdkCommand } from "./entry-code";
import { propertiesRead } from "./property-reads";
import { isSdk, type Sent, sentBy } from "./sdk-exports";
import { type AnyNode, isReference, literalText, type ParsedModule, visit } from "./syntax-tree";

/** An import of the SDK, `*` for all of a package. */
interface Imported {
  readonly specifier: string;
  readonly name: string;
}

/** What a bundle imports of the SDK, by the name it has there: esbuild gives each import a name of its own. */
export type SdkImports = ReadonlyMap<string, Imported>;

export function sdkImports(modules: readonly ParsedModule[]): SdkImports {
  const declarations = modules.flatMap(({ program }) =>
    program.body.filter((node): node is ImportDeclaration => node.type === "ImportDeclaration"),
  );
  return new Map(
    declarations.flatMap(({ source, specifiers }) => {
      const specifier = String(source.value);
      if (!isSdk(specifier)) return [];
      return specifiers.map((item) => [item.local.name, { specifier, name: importedName(item) }] as const);
    }),
  );
}

function importedName(item: ImportDeclaration["specifiers"][number]): string {
  if (item.type !== "ImportSpecifier") return "*";
  const name = item.imported.type === "Identifier" ? item.imported.name : String(item.imported.value);
  return name === "default" ? "*" : name; // the default export of CommonJS is all of it, too
}

export interface SdkUses {
  readonly commands: readonly SdkCommand[];
  readonly findings: readonly Finding[];
}

/** The commands that a module can send: those whose names it uses, whoever imported them. */
export function sdkUses({ program, file, origin }: ParsedModule, imports: SdkImports): SdkUses {
  const commands: SdkCommand[] = [];
  const findings: Finding[] = [];

  function use(specifier: string, name: string): void {
    const sent: Sent = sentBy(specifier, name);
    if (sent === undefined) {
      findings.push(cannotTell(file, `${name} of ${specifier} can send any command`));
      return;
    }
    for (const { service, command, perhaps } of sent) {
      commands.push({ service, command, origin: perhaps ? "library" : origin, file });
    }
  }

  function useAll(specifier: string, node: AnyNode, around: readonly AnyNode[]): void {
    for (const read of propertiesRead(node, around)) {
      if (read.kind === "named") use(specifier, read.name);
      else findings.push(cannotTell(file, `${specifier} is used by a name that is computed, or as a whole`));
    }
  }

  visit(program, (node, around) => {
    const parent = around.at(-1);
    if (node.type === "Identifier" && isReference(node, parent)) {
      const imported = imports.get(node.name);
      if (imported?.name === "*") useAll(imported.specifier, node, around);
      else if (imported !== undefined) use(imported.specifier, imported.name);
    } else if (isLoadedByName(node, parent)) {
      findings.push(cannotTell(file, `${literalText(node)} is loaded while the function runs`));
    } else if (origin === "own" && loadsByComputedName(node)) {
      findings.push(cannotTell(file, "a package is loaded by a name that is computed"));
    }
  });
  return { commands, findings };
}

/** `import("@aws-sdk/client-s3")`, `require("@aws-sdk/client-s3")`: the name stands anywhere but in an import. */
function isLoadedByName(node: AnyNode, parent: AnyNode | undefined): boolean {
  if (!isSdk(literalText(node) ?? "")) return false;
  return parent?.type === "CallExpression" || parent?.type === "ImportExpression";
}

/** `import(name)`, and `require(name)`, which esbuild calls `__require`. */
function loadsByComputedName(node: AnyNode): boolean {
  if (node.type === "ImportExpression") return literalText(node.source) === undefined;
  if (node.type !== "CallExpression") return false;
  const required = node.callee.type === "Identifier" && /^(__)?require\d*$/.test(node.callee.name);
  return required && literalText(node.arguments[0]) === undefined;
}

function cannotTell(file: string, fault: string): Finding {
  return {
    rule: "unknown-command",
    address: file,
    fault: `Cannot tell which commands the code sends: ${fault}`,
    remedy: "Import each command by its name and send it with the client: import { PutItemCommand } from …",
  };
}
