import { parseArgs } from "node:util";
import { UserError } from "../../modules/errors";

const FORMATS = ["table", "json", "sarif", "mermaid"] as const;
export type Format = (typeof FORMATS)[number];

export interface ProofOptions {
  /** Names of systems and paths of Terraform JSON; none stands for every system. */
  readonly subjects: readonly string[];
  readonly format: Format;
}

export const USAGE = `npm run proof -- [system | file…] [--format ${FORMATS.join("|")}]

Proves the wiring of the systems (all of them unless some are named), or of Terraform JSON: cdk.tf.json, main.tf.json,
or a plan written by terraform show -json. Ends with 0 when the proof holds, 1 when something is found, 2 when the
arguments or a file cannot be used.

  --format F  table (default), json, sarif for code review, mermaid for a diagram
  --help      show this`;

/** @returns undefined when only help is asked for. */
export function parseProofArguments(args: readonly string[]): ProofOptions | undefined {
  const { values, positionals } = parse(args);
  if (values.help) return undefined;
  const format = FORMATS.find((known) => known === (values.format ?? "table"));
  if (format === undefined) {
    throw new UserError(`--format is '${values.format}', which must be one of ${FORMATS.join(", ")}.`);
  }
  return { subjects: [...new Set(positionals)], format };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { format: { type: "string" }, help: { type: "boolean", short: "h" } },
    });
  } catch (error) {
    const reason = (error as Error).message.split(". ")[0];
    throw new UserError(`${reason}.\n\n${USAGE}`);
  }
}
