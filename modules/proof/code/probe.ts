import path from "node:path";
import { buildInMemory, sourcesElsewhere } from "../../code/build-in-memory";
import { BUNDLE_OPTIONS } from "../../code/bundle-options";
import { environmentCredentials } from "../../code/environment-credentials";
import { handlerEntries, handlerEntryPoint } from "../../code/handler-entries";
import { type BundledModule, bundledModules } from "./bundled-modules";

/** Their exports are known by name, so that what the code imports of them tells what it sends. */
const KNOWN_BY_NAME = [
  "@aws-sdk/client-*",
  "@aws-sdk/lib-*",
  "@aws-sdk/nested-clients/*",
  "@aws-sdk/s3-presigned-post",
  "@aws-sdk/s3-request-presigner",
  "@aws-sdk/rds-signer",
  "@aws-sdk/dsql-signer",
  "aws-sdk",
  "aws-sdk/*",
];

export interface Probe {
  /** What of each module is left in an entry's bundle once all that nobody uses is shaken out. */
  readonly modules: ReadonlyMap<string, readonly BundledModule[]>;
  /** Files outside functions/ and node_modules/ that went into it, relative to the root. */
  readonly sourcesElsewhere: readonly string[];
}

/**
 * Bundles the entries once more, as they ship but legible and with the SDK left out: the imports of the SDK that
 * survive are those that the code uses. The shipped bundle cannot tell, it holds more of the SDK than is called.
 *
 * @throws UserError naming the file and line that does not compile.
 */
export async function probe(root: string, entries: readonly string[]): Promise<Probe> {
  const { outputFiles, metafile } = await buildInMemory({
    ...BUNDLE_OPTIONS,
    minify: false,
    // CommonJS would hide which names are imported.
    format: "esm",
    external: KNOWN_BY_NAME,
    absWorkingDir: root,
    entryPoints: entries.map(handlerEntryPoint),
    outdir: "out",
    write: false,
    metafile: true,
    logLevel: "silent",
    plugins: [handlerEntries(root), environmentCredentials(root)],
  });
  const text = new Map(
    outputFiles.map((file) => [path.relative(root, file.path).replaceAll(path.sep, "/"), file.text]),
  );
  return {
    modules: new Map(
      entries.map((entry) => {
        const output = `out/${entry}.js`;
        return [entry, bundledModules(text.get(output) ?? "", Object.keys(metafile.outputs[output]?.inputs ?? {}))];
      }),
    ),
    sourcesElsewhere: sourcesElsewhere(metafile),
  };
}
