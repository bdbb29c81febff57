import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../modules/errors";
import { lambdaNodeFolder } from "./lambda-node";
import { madeOnce } from "./made-once";
import { plumblineFolder, projectRoot } from "./project";
import { PYTHON_REMEDY, pythonVersion } from "./python";
import { run } from "./run";

/** What the emulator runs on. */
export interface EmulatorRuntime {
  /** Python of a private virtual environment that holds the pinned emulator and nothing else. */
  readonly python: string;
  /** Folder with the Node that functions run on, undefined where it could not be installed. */
  readonly nodeFolder: string | undefined;
}

export interface InstallOptions {
  readonly signal: AbortSignal;
  /** Told, in one line each, what is installed and what could not be. */
  readonly note: (line: string) => void;
}

/** Installs, on first use, what the emulator runs on. */
export async function emulatorRuntime(options: InstallOptions): Promise<EmulatorRuntime> {
  return { python: await virtualEnvironment(options), nodeFolder: await lambdaNodeFolder(options) };
}

async function virtualEnvironment({ signal, note }: InstallOptions): Promise<string> {
  const version = await pythonVersion();
  const requirements = join(projectRoot(), "tools", "local", "ministack", "requirements.txt");
  const parent = join(plumblineFolder(), "venv");
  const log = join(parent, "install.log");
  const folder = await madeOnce(parent, [version, await readFile(requirements)], async (unfinished) => {
    note("Installing the emulator into .plumbline/venv (once).");
    const venv = await run("python3", ["-m", "venv", unfinished], { log, signal });
    if (venv.exitCode !== 0) {
      throw new UserError(`python3 could not make a virtual environment, see ${log}. ${PYTHON_REMEDY}`);
    }
    const install = ["-m", "pip", "install", "--disable-pip-version-check", "--require-hashes", "-r", requirements];
    const pip = await run(join(unfinished, "bin", "python"), install, { log, signal });
    if (pip.exitCode !== 0) {
      throw new UserError(
        `pip could not install the emulator, see ${log}. Check that the package index can be reached, or name another in PIP_INDEX_URL, and run 'npm run setup' again.`,
      );
    }
  });
  return join(folder, "bin", "python");
}
