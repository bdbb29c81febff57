import type { Origin } from "./entry-code";

/** What of one file is left in a bundle. */
export interface BundledModule {
  /** Relative to the root. */
  readonly file: string;
  readonly origin: Origin;
  readonly text: string;
}

/** esbuild heads each module of a legible bundle with its name, and drops the comments of the module itself. */
const HEADING = /^\/\/ (.+)$/gm;

/**
 * Cuts a legible bundle into its modules.
 *
 * @param inputs - Names of the modules in it, as esbuild's metafile has them.
 */
export function bundledModules(bundle: string, inputs: readonly string[]): readonly BundledModule[] {
  const known = new Set(inputs);
  const headings = [...bundle.matchAll(HEADING)].filter(([, file]) => known.has(file as string));
  return headings.map((heading, index) => {
    const file = heading[1] as string;
    return { file, origin: originOf(file), text: bundle.slice(heading.index, headings[index + 1]?.index) };
  });
}

/** The credentials that the bundler puts in the place of the SDK's chain are as little ours as the chain. */
function originOf(file: string): Origin {
  return file.includes("node_modules/") || file.startsWith("environment-credentials:") ? "library" : "own";
}
