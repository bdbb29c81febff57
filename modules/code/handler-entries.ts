import type { Message, Plugin } from "esbuild";

const NAMESPACE = "function";
const PREFIX = `${NAMESPACE}:`;

/** The entry point that stands for a function. */
export function handlerEntryPoint(entry: string): { in: string; out: string } {
  return { in: PREFIX + entry, out: entry };
}

/** Makes an entry of the `handler` of its file alone: what else the file exports is for tests and is not shipped. */
export function handlerEntries(root: string): Plugin {
  return {
    name: "handler-entries",
    setup({ onResolve, onLoad }) {
      // Nothing else matches the filter: esbuild resolves all other imports without asking JavaScript.
      onResolve({ filter: new RegExp(`^${PREFIX}`) }, ({ path }) => ({
        path: path.slice(PREFIX.length),
        namespace: NAMESPACE,
      }));
      onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path: entry }) => ({
        contents: `export { handler } from "./functions/${entry}/handler";`,
        resolveDir: root,
      }));
    },
  };
}

/** The entry whose file lacks the export `handler`, when that is what esbuild complains of. */
export function entryWithoutHandler({ location }: Message): string | undefined {
  return location?.file.startsWith(PREFIX) ? location.file.slice(PREFIX.length) : undefined;
}
