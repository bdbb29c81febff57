import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

/** The project's folder. */
export const ROOT = path.resolve(__dirname, "../..");

/** Runs node in the project's folder, and its output goes to `outdir`. @throws when it fails */
export function runNode(args: readonly string[], outdir: string): string {
  const env = { ...process.env, CDKTF_OUTDIR: outdir };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, env, encoding: "utf8" });
  if (status !== 0) throw new Error(`node ${args.join(" ")} failed:\n${stderr}`);
  return stdout;
}

/** Contents of all files under a folder, by relative path. */
export function readTree(folder: string): Map<string, Buffer> {
  const names = fs.readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  const files = names.filter((name) => fs.statSync(path.join(folder, name)).isFile());
  return new Map(files.map((name) => [name, fs.readFileSync(path.join(folder, name))]));
}

/** Names of files that are not the same in both trees. */
export function differences(a: ReadonlyMap<string, Buffer>, b: ReadonlyMap<string, Buffer>): string[] {
  const names = new Set([...a.keys(), ...b.keys()]);
  return [...names].filter((name) => {
    const [left, right] = [a.get(name), b.get(name)];
    return left === undefined || right === undefined || !left.equals(right);
  });
}
