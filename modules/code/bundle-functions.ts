import path from "node:path";
import { type BuildResult, build, type Message, type Plugin } from "esbuild";
import { UserError } from "../errors";
import { BUNDLE_OPTIONS } from "./bundle-options";

export interface BundledCode {
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
export async function bundleFunctions(root: string, entries: readonly string[]): Promise<BundledCode> {
  const { outputFiles, metafile } = await run({
    ...BUNDLE_OPTIONS,
    // Names in the output are relative to this, so that the folder a project lies in leaves no trace.
    absWorkingDir: root,
    entryPoints: entries.map((entry) => ({ in: entry, out: entry })),
    outdir: "out",
    write: false,
    metafile: true,
    logLevel: "silent",
    plugins: [handlerOf(root)],
  });
  const out = path.join(root, "out");
  const code = new Map(
    outputFiles.map((file) => [
      path.relative(out, file.path).replace(/\.js$/, "").replaceAll(path.sep, "/"),
      file.contents,
    ]),
  );
  const sourcesElsewhere = Object.keys(metafile.inputs).filter(
    (file) => !file.startsWith("functions/") && !file.includes("node_modules/") && !file.startsWith(NAMESPACE),
  );
  return { code, sourcesElsewhere: sourcesElsewhere.sort() };
}

type Options = Parameters<typeof build>[0] & { readonly write: false; readonly metafile: true };

async function run(options: Options): Promise<BuildResult<{ write: false; metafile: true }>> {
  try {
    return await build(options);
  } catch (error) {
    const { errors } = error as { errors?: Message[] };
    if (errors === undefined) throw error;
    throw new UserError(errors.map(sentence).join("\n"));
  }
}

const NAMESPACE = "function";

/** Makes an entry of the `handler` of its file alone: what else the file exports is for tests and is not shipped. */
function handlerOf(root: string): Plugin {
  return {
    name: "handler-of",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /.*/ }, ({ path: entry, kind }) =>
        kind === "entry-point" ? { path: entry, namespace: NAMESPACE } : undefined,
      );
      onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path: entry }) => ({
        contents: `export { handler } from "./functions/${entry}/handler";`,
        resolveDir: root,
      }));
    },
  };
}

function sentence({ text, location }: Message): string {
  if (location?.namespace === NAMESPACE) {
    const file = `functions/${location.file.replace(`${NAMESPACE}:`, "")}/handler.ts`;
    return `${file} exports no 'handler'. Export the function that Lambda calls: export const handler = …`;
  }
  return location === null ? text : `${location.file}:${location.line}:${location.column + 1}: ${text}`;
}
