import { existsSync } from "node:fs";
import { UserError } from "../../modules/errors";
import { jsonReport } from "../../modules/proof/report/json";
import { mermaidReport } from "../../modules/proof/report/mermaid";
import type { ProvenStack } from "../../modules/proof/report/proven-stack";
import { sarifReport } from "../../modules/proof/report/sarif";
import { tableReport } from "../../modules/proof/report/table";
import { SYSTEMS } from "../../modules/systems/systems";
import { type Format, parseProofArguments, USAGE } from "./arguments";
import { proveFile } from "./prove-file";
import { proveSystems } from "./prove-systems";

const REPORTS: Readonly<Record<Format, (stacks: readonly ProvenStack[]) => string>> = {
  table: tableReport,
  json: jsonReport,
  sarif: sarifReport,
  mermaid: mermaidReport,
};

const FOUND = 1;
const UNUSABLE = 2;

async function main(args: readonly string[]): Promise<void> {
  const options = parseProofArguments(args);
  if (options === undefined) {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  const stacks = await proveAll(options.subjects);
  process.stdout.write(REPORTS[options.format](stacks));
  if (stacks.some(({ proof }) => proof.findings.length > 0)) process.exitCode = FOUND;
}

async function proveAll(subjects: readonly string[]): Promise<readonly ProvenStack[]> {
  const known = Object.keys(SYSTEMS);
  const files = subjects.filter((subject) => !known.includes(subject));
  const missing = files.find((file) => !existsSync(file));
  if (missing !== undefined) {
    throw new UserError(`'${missing}' is neither a system nor a file. The systems are: ${known.join(", ")}.`);
  }
  const systems = subjects.length === 0 ? known : known.filter((system) => subjects.includes(system));
  return [...(systems.length === 0 ? [] : await proveSystems(systems)), ...files.map(proveFile)];
}

main(process.argv.slice(2)).catch((error: unknown) => {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`error: ${error.message}\n`);
  process.exitCode = UNUSABLE;
});
