import { mkdir, mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { plumblineFolder } from "./project";

/** A fresh folder for one run: runs side by side share no state. Its name starts with the time, so the last one sorts last. */
export async function makeRunFolder(): Promise<string> {
  const runs = join(plumblineFolder(), "runs");
  await mkdir(runs, { recursive: true });
  const time = new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, "").replace("T", "-");
  return mkdtemp(join(runs, `${time}-`));
}
