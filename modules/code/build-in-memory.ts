import type { BuildFailure, BuildOptions, BuildResult, Message, Metafile } from "esbuild";
import { UserError } from "../errors";
import { entryWithoutHandler } from "./handler-entries";
import { withoutGarbageCollection } from "./without-garbage-collection";

type InMemory = BuildOptions & { write: false; metafile: true };

/** esbuild writes what a plugin made as `<namespace>:<path>`. */
const WITHOUT_FILE = /^[a-z-]+:/;

/** Runs esbuild, which is loaded only now. @throws UserError naming the file and line of what does not compile. */
export async function buildInMemory(options: InMemory): Promise<BuildResult<InMemory>> {
  const esbuild = await import("esbuild");
  try {
    return await withoutGarbageCollection(() => esbuild.build(options));
  } catch (error) {
    const { errors } = error as Partial<BuildFailure>;
    if (errors === undefined) throw error;
    throw new UserError(errors.map(sentence).join("\n"));
  }
}

/** @returns the files outside functions/ and node_modules/ that went into bundles. */
export function sourcesElsewhere({ inputs }: Metafile): readonly string[] {
  return Object.keys(inputs)
    .filter((input) => !input.startsWith("functions/") && !input.includes("node_modules/") && !WITHOUT_FILE.test(input))
    .sort();
}

function sentence(message: Message): string {
  const entry = entryWithoutHandler(message);
  if (entry !== undefined) {
    return `functions/${entry}/handler.ts exports no 'handler'. Export the function that Lambda calls: export const handler = …`;
  }
  const { text, location } = message;
  return location === null ? text : `${location.file}:${location.line}:${location.column + 1}: ${text}`;
}
