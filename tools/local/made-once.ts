import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";

/**
 * A folder below `parent` that is made once for each content of what it is made from, so that a second run costs
 * nothing and runs side by side never see a half-made one.
 */
export async function madeOnce(
  parent: string,
  madeFrom: readonly (string | Buffer)[],
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const hash = createHash("sha256");
  for (const part of madeFrom) hash.update(part).update("\0");
  const folder = join(parent, hash.digest("hex").slice(0, 16));
  if (existsSync(folder)) return folder;

  await mkdir(parent, { recursive: true });
  const unfinished = `${folder}.${process.pid}`;
  try {
    await make(unfinished);
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    // A run beside this one may have been first.
    if (!existsSync(folder)) throw error;
  }
  return folder;
}
