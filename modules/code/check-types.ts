import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { UserError } from "../errors";
import { writeAtomically } from "./write-atomically";

/** `functions/a/b/handler.ts(3,5): error TS2322: Type 'string' is not assignable to type 'number'.` */
const DIAGNOSTIC = /^(.+)\((\d+),(\d+)\): error (TS\d+): (.*)$/gm;

/**
 * Checks the types of the entries and all they import, and nothing else of the project. TypeScript keeps what it found
 * in the folder and looks only at what changed since.
 *
 * @throws UserError with file, line and TypeScript's message of each error.
 */
export async function checkTypes(
  root: string,
  folder: string,
  entries: readonly string[],
  stop: AbortSignal,
): Promise<void> {
  if (entries.length === 0) return;
  const config = path.join(folder, "tsconfig.json");
  writeAtomically(config, JSON.stringify(configuration(root, folder, entries)));
  const tsc = createRequire(path.join(root, "package.json")).resolve("typescript/bin/tsc");
  // A process of its own, so that it runs beside esbuild.
  const { failed, output } = await runNode(root, [tsc, "--project", config, "--pretty", "false"], stop);
  if (failed) throw new UserError(output.trim().replace(DIAGNOSTIC, "$1:$2:$3: $5 ($4)"));
}

function configuration(root: string, folder: string, entries: readonly string[]) {
  return {
    extends: path.join(root, "tsconfig.json"),
    include: [],
    files: entries.map((entry) => path.join(root, "functions", entry, "handler.ts")),
    compilerOptions: { noEmit: true, incremental: true, tsBuildInfoFile: path.join(folder, "types.tsbuildinfo") },
  };
}

function runNode(
  cwd: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<{ failed: boolean; output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd, signal }, (error, stdout, stderr) => {
      resolve({ failed: error !== null, output: stdout + stderr });
    });
  });
}
