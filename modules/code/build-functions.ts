import path from "node:path";
import { buildBundles } from "./build-bundles";
import { cacheFolder } from "./cache-folder";
import { type FunctionBundle, FunctionCode } from "./function-code";
import { readKeptBundles } from "./kept-bundles";
import { fingerprintSources } from "./source-fingerprint";

export interface BuildFunctionsOptions {
  /**
   * Folder that holds functions/, tsconfig.json and node_modules/.
   *
   * @default the project
   */
  readonly root?: string;
}

/**
 * Type-checks, bundles and zips every functions/<system>/<function>/handler.ts. While no source, package or setting has
 * changed, the zips of an earlier call are returned, and neither esbuild nor TypeScript is loaded.
 *
 * @throws UserError naming file and line of what does not compile, or the file that exports no `handler`.
 */
export async function buildFunctions(options: BuildFunctionsOptions = {}): Promise<FunctionCode> {
  const root = options.root ?? path.resolve(__dirname, "../..");
  const kept = readKeptBundles(cacheFolder(root));
  if (kept !== undefined && kept.fingerprint === fingerprintSources(root, kept.sourcesElsewhere)) {
    return functionCode(kept.bundles);
  }
  return functionCode(await buildBundles(root));
}

function functionCode(bundles: readonly FunctionBundle[]): FunctionCode {
  return new FunctionCode(new Map(bundles.map((bundle) => [bundle.entry, bundle])));
}
