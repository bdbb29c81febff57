import path from "node:path";
import { buildInMemory, sourcesElsewhere } from "./build-in-memory";
import { BUNDLE_OPTIONS } from "./bundle-options";
import { environmentCredentials } from "./environment-credentials";
import { handlerEntries, handlerEntryPoint } from "./handler-entries";
import { redisHandshake } from "./redis-handshake";

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
  const { outputFiles, metafile } = await buildInMemory({
    ...BUNDLE_OPTIONS,
    // Everything is named relative to this, so that the folder a project lies in leaves no trace in its bundles.
    absWorkingDir: root,
    entryPoints: entries.map(handlerEntryPoint),
    outdir: "out",
    write: false,
    metafile: true,
    logLevel: "silent",
    plugins: [handlerEntries(root), environmentCredentials(root), redisHandshake()],
  });
  const out = path.join(root, "out");
  const entryOf = (file: string) => path.relative(out, file).replace(/\.js$/, "").replaceAll(path.sep, "/");
  return {
    code: new Map(outputFiles.map((file) => [entryOf(file.path), file.contents])),
    sourcesElsewhere: sourcesElsewhere(metafile),
  };
}
