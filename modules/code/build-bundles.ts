import { type BundledFunctions, bundleFunctions } from "./bundle-functions";
import { writableCacheFolder } from "./cache-folder";
import { checkTypes } from "./check-types";
import type { FunctionBundle } from "./function-code";
import { findEntries } from "./function-entries";
import { keepBundles, keepZip } from "./kept-bundles";
import { fingerprintSources } from "./source-fingerprint";
import { zipFunction } from "./zip-function";

/** Builds all functions anew and keeps them for the next call; nothing is kept of sources that do not compile. */
export async function buildBundles(root: string): Promise<readonly FunctionBundle[]> {
  const folder = writableCacheFolder(root);
  const entries = findEntries(root);
  const sourcesBefore = fingerprintSources(root, []);
  const { code, sourcesElsewhere } = await bundleAndCheck(root, folder, entries);
  const bundles = await Promise.all(
    [...code].map(async ([entry, js]) => keepZip(folder, entry, await zipFunction(js))),
  );
  // A file that was saved while the build ran may be in no bundle: then the next call builds again.
  if (fingerprintSources(root, []) === sourcesBefore) {
    keepBundles(folder, { fingerprint: fingerprintSources(root, sourcesElsewhere), sourcesElsewhere, bundles });
  }
  return bundles;
}

/** Bundles while TypeScript runs in another process, which is stopped as soon as the bundles fail. */
async function bundleAndCheck(root: string, folder: string, entries: readonly string[]): Promise<BundledFunctions> {
  const failed = new AbortController();
  const types = checkTypes(root, folder, entries, failed.signal);
  try {
    const [bundled] = await Promise.all([bundleFunctions(root, entries), types]);
    return bundled;
  } finally {
    failed.abort();
  }
}
