import type { Message, Plugin } from "esbuild";

const NAMESPACE = "function";

/** Makes an entry of the `handler` of its file alone: what else the file exports is for tests and is not shipped. */
export function handlerEntries(root: string): Plugin {
  return {
    name: "handler-entries",
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

/** Whether an input of a bundle is such an entry, which is no file. */
export function isHandlerEntry(input: string): boolean {
  return input.startsWith(`${NAMESPACE}:`);
}

/** The entry whose file lacks the export `handler`, when that is what esbuild complains of. */
export function entryWithoutHandler({ location }: Message): string | undefined {
  return location?.namespace === NAMESPACE ? location.file.slice(NAMESPACE.length + 1) : undefined;
}
