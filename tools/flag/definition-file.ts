import { readFileSync } from "node:fs";
import { UsageError } from "./errors";
import type { Written } from "./flags-client";

const STANDARD_INPUT = "-";

/**
 * What a file says that a flag is. It may name the flag it is for; a JSON Schema reference is left out.
 *
 * @throws UsageError for a file that cannot be read, is no JSON object, or is for another flag.
 */
export function readDefinition(file: string, flag: string): Written {
  const name = file === STANDARD_INPUT ? "Standard input" : `'${file}'`;
  const value = parsed(contents(file, name), name);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new UsageError(`${name} must be a JSON object with state, variants, defaultVariant and the rest of a flag.`);
  }
  const { flag_id, $schema: _, ...body } = value as Record<string, unknown>;
  if (flag_id !== undefined && flag_id !== flag) {
    throw new UsageError(`${name} says that it is the flag '${flag_id}', but '${flag}' is to be set.`);
  }
  return body;
}

function contents(file: string, name: string): string {
  try {
    return readFileSync(file === STANDARD_INPUT ? 0 : file, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageError(`${name} cannot be read: ${code === "ENOENT" ? "there is no such file" : message}.`);
  }
}

function parsed(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${name} is no JSON: ${(error as Error).message}.`);
  }
}
