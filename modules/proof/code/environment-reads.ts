import type { Finding } from "../model";
import type { BundledModule } from "./bundled-modules";
import type { EnvironmentRead } from "./entry-code";
import { environmentAccesses } from "./environment-access";
import { type Reader, readerAround, usesOf } from "./environment-readers";
import type { ParsedModule } from "./syntax-tree";

export interface EnvironmentReads {
  readonly environment: readonly EnvironmentRead[];
  readonly findings: readonly Finding[];
}

/** The environment variables that our own code reads, directly or through functions that are given a name. */
export function ownEnvironment(modules: readonly ParsedModule[]): EnvironmentReads {
  const environment: EnvironmentRead[] = [];
  const findings: Finding[] = [];
  const readers = new Map<string, Reader>();

  for (const { module, read, around } of environmentAccesses(modules)) {
    const reader = read.kind === "computed" ? readerAround(read.name, around) : undefined;
    if (reader !== undefined) readers.set(key(reader), reader);
    else if (module.origin === "library") continue;
    else if (read.kind === "named") environment.push({ name: read.name, origin: "own", file: module.file });
    else findings.push(cannotTell(module.file));
  }
  // A Map also visits what is added on the way: a reader that hands its own parameter on makes another reader.
  for (const reader of readers.values()) {
    for (const module of modules.filter(({ origin }) => origin === "own")) {
      for (const use of usesOf(reader, module)) {
        if (use.kind === "named") environment.push({ name: use.name, origin: "own", file: module.file });
        else if (use.kind === "reader") readers.set(key(use.reader), use.reader);
        else findings.push(cannotTell(module.file));
      }
    }
  }
  return { environment, findings };
}

const DIRECT = /\bprocess\.env\??\.(\w+)/g;
const QUOTED = /(["'`])([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\1/g;

/**
 * The variables that a package may read. Packages compute names at will, so each text of theirs that looks like the
 * name of a variable counts: too many, of which nothing follows but that such a variable may be set.
 */
export function libraryEnvironment(modules: readonly BundledModule[]): readonly EnvironmentRead[] {
  return modules
    .filter(({ origin }) => origin === "library")
    .flatMap(({ file, text }) => {
      const names = [...text.matchAll(DIRECT)].map((match) => match[1]);
      const quoted = [...text.matchAll(QUOTED)].map((match) => match[2]);
      return [...names, ...quoted].map((name) => ({ name: name as string, origin: "library", file }) as const);
    });
}

function key({ name, argument }: Reader): string {
  return `${name} ${argument}`;
}

function cannotTell(file: string): Finding {
  return {
    rule: "unknown-environment-variable",
    address: file,
    fault: "Cannot tell which environment variables the code reads: the name is computed, or process.env is passed on",
    remedy: 'Read each variable by its literal name: process.env.ITEMS_TABLE, or env("ITEMS_TABLE")',
  };
}
