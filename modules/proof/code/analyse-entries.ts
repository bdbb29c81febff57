import type { Finding } from "../model";
import type { BundledModule } from "./bundled-modules";
import type { EntryCode } from "./entry-code";
import { libraryEnvironment, ownEnvironment } from "./environment-reads";
import { httpMethods } from "./http-methods";
import { probe } from "./probe";
import { requestSigners } from "./request-signers";
import { sdkImports, sdkUses } from "./sdk-uses";
import { type ParsedModule, parseModule } from "./syntax-tree";
import { unmappedCommands } from "./unmapped-commands";

export interface Analysis {
  readonly code: readonly (readonly [entry: string, code: EntryCode])[];
  /** Files outside functions/ and node_modules/ that the code includes, relative to the root. */
  readonly sourcesElsewhere: readonly string[];
}

/** Reads what the code of each entry does out of a bundle of it. */
export async function analyseEntries(root: string, entries: readonly string[]): Promise<Analysis> {
  const { modules, sourcesElsewhere } = await probe(root, entries);
  const code = [...modules].map(async ([entry, bundled]) => [entry, await analyse(bundled)] as const);
  return { code: await Promise.all(code), sourcesElsewhere };
}

async function analyse(bundled: readonly BundledModule[]): Promise<EntryCode> {
  const importing = await Promise.all(bundled.filter(({ text }) => text.includes("aws-sdk")).map(parseModule));
  const imports = sdkImports(importing);
  const modules = await parseRelevant(bundled, [...imports.keys()]);

  const uses = modules.map((module) => sdkUses(module, imports));
  const own = ownEnvironment(modules);
  const commands = distinct(
    uses.flatMap((use) => use.commands),
    ({ service, command, origin }) => `${service} ${command} ${origin}`,
  );
  const findings = [...uses.flatMap((use) => use.findings), ...own.findings, ...(await unmappedCommands(commands))];
  const signers = distinct(requestSigners(bundled), ({ address }) => address);
  return {
    commands,
    ...(signers.length > 0 && { signedRequests: { methods: httpMethods(modules), findings: signers } }),
    environment: distinct(
      [...own.environment, ...libraryEnvironment(bundled)],
      ({ name, origin }) => `${name} ${origin}`,
    ),
    findings: distinct(findings, ({ rule, address, fault }: Finding) => `${rule} ${address} ${fault}`),
  };
}

/** A package's module that neither knows the SDK nor reads the environment has nothing to tell: most are such. */
async function parseRelevant(
  bundled: readonly BundledModule[],
  sdk: readonly string[],
): Promise<readonly ParsedModule[]> {
  const words = ["aws-sdk", "process.env", ...sdk];
  const relevant = bundled.filter(({ origin, text }) => origin === "own" || words.some((word) => text.includes(word)));
  return Promise.all(relevant.map(parseModule));
}

/** The first of each kind, sorted. */
function distinct<Item>(items: readonly Item[], kind: (item: Item) => string): readonly Item[] {
  const first = new Map<string, Item>();
  for (const item of items) if (!first.has(kind(item))) first.set(kind(item), item);
  return [...first].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}
