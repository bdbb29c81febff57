import fs from "node:fs";
import os from "node:os";
import path from "node:path";

/** Where zips and what they were made of are kept between runs. It can be deleted at any time. */
export function cacheFolder(root: string): string {
  return path.join(root, ".plumbline/cache/functions");
}

/** The cache folder, or, where the project cannot be written to, a temporary one that goes when the process ends. */
export function writableCacheFolder(root: string): string {
  const folder = cacheFolder(root);
  try {
    fs.mkdirSync(folder, { recursive: true });
    fs.accessSync(folder, fs.constants.W_OK);
    return folder;
  } catch {
    const temporary = fs.mkdtempSync(path.join(os.tmpdir(), "plumbline-functions-"));
    process.once("exit", () => fs.rmSync(temporary, { recursive: true, force: true }));
    return temporary;
  }
}
