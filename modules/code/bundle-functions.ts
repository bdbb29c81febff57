import path from "node:path";
import type { BuildFailure, BuildOptions, BuildResult, Message } from "esbuild";
import { UserError } from "../errors";
import { BUNDLE_OPTIONS } from "./bundle-options";
import { environmentCredentials } from "./environment-credentials";
import { entryWithoutHandler, handlerEntries, handlerEntryPoint } from "./handler-entries";
import { withoutGarbageCollection } from "./without-garbage-collection";

/** esbuild writes what a plugin made as `<namespace>:<path>`. */
const WITHOUT_FILE = /^[a-z-]+:/;

export interface BundledFunctions {
  /** JavaScript of each entry. */
  readonly code: ReadonlyMap<string, Uint8Array>;
  /** Files outside functions/ and node_modules/ that went into it, relative to the root. */
  readonly sourcesElsewhere: readonly string[];
}

/**
 * Bundles all entries in one call, which parses what they share once.
 *
 * @throws UserError naming the file and line that does not compile.
 */
export async function bundleFunctions(root: string, entries: readonly string[]): Promise<BundledFunctions> {
  const { outputFiles, metafile } = await build({
    ...BUNDLE_OPTIONS,
    // Everything is named relative to this, so that the folder a project lies in leaves no trace in its bundles.
    absWorkingDir: root,
    entryPoints: entries.map(handlerEntryPoint),
    outdir: "out",
    write: false,
    metafile: true,
    logLevel: "silent",
    plugins: [handlerEntries(root), environmentCredentials(root)],
  });
  const out = path.join(root, "out");
  const entryOf = (file: string) => path.relative(out, file).replace(/\.js$/, "").replaceAll(path.sep, "/");
  return {
    code: new Map(outputFiles.map((file) => [entryOf(file.path), file.contents])),
    sourcesElsewhere: Object.keys(metafile.inputs).filter(isSourceElsewhere).sort(),
  };
}

type InMemory = BuildOptions & { write: false; metafile: true };

async function build(options: InMemory): Promise<BuildResult<InMemory>> {
  const esbuild = await import("esbuild"); // only when there is something to build
  try {
    return await withoutGarbageCollection(() => esbuild.build(options));
  } catch (error) {
    const { errors } = error as Partial<BuildFailure>;
    if (errors === undefined) throw error;
    throw new UserError(errors.map(sentence).join("\n"));
  }
}

function sentence(message: Message): string {
  const entry = entryWithoutHandler(message);
  if (entry !== undefined) {
    return `functions/${entry}/handler.ts exports no 'handler'. Export the function that Lambda calls: export const handler = …`;
  }
  const { text, location } = message;
  return location === null ? text : `${location.file}:${location.line}:${location.column + 1}: ${text}`;
}

function isSourceElsewhere(input: string): boolean {
  return !input.startsWith("functions/") && !input.includes("node_modules/") && !WITHOUT_FILE.test(input);
}
