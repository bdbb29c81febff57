import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { UserError } from "../../modules/errors";

/** The folder with cdktf.json, from wherever inside it a command was started. */
export function projectRoot(from: string = process.cwd()): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "cdktf.json"))) return folder;
    if (folder === dirname(folder)) {
      throw new UserError(
        `${from} is not inside the project: no folder above it has a cdktf.json. Change to the project.`,
      );
    }
  }
}

/** What the tools keep between runs and during them; git ignores it. */
export function plumblineFolder(): string {
  return join(projectRoot(), ".plumbline");
}
