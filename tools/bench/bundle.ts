import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { bundleFunctions } from "../../modules/code/bundle-functions";
import { findEntries } from "../../modules/code/function-entries";
import { writeFunctions } from "./function-fixtures";
import { interleave } from "./interleave";
import { ROOT, runNode } from "./processes";
import { type Bound, checkBounds, format, milliseconds, printTable } from "./report";

const FUNCTIONS = 12;
const ROUNDS = 5;
const KILOBYTE = 1000;

/** Bundles and zips twelve functions, ours against the naive way, and weighs the project's own bundles. */
export async function benchBundle(): Promise<readonly string[]> {
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "plumbline-bench-"));
  try {
    return checkBounds([await measureTime(scratch), ...(await measureSizes(scratch))]);
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
}

async function measureTime(scratch: string): Promise<Bound> {
  const project = path.join(scratch, "project");
  const entries = writeFunctions(project, FUNCTIONS);
  const times = await interleave(ROUNDS, {
    ours: () => void runNode(["tools/run.cjs", "tools/bench/bundle-main.ts", project], scratch),
    naive: () => {
      for (const entry of entries) naive(project, entry);
    },
  });
  const ratio = times.ours / times.naive;
  printTable(
    `Bundles and zips of ${FUNCTIONS} functions: median of ${ROUNDS} interleaved runs of whole processes`,
    ["", "time", "of naive"],
    [
      ["ours (one esbuild call, zips in parallel)", milliseconds(times.ours), format(ratio)],
      ["naive (esbuild, then cdktf's archive, one by one)", milliseconds(times.naive), format(1)],
    ],
  );
  return { what: `${FUNCTIONS} functions: ours / naive`, value: ratio, limit: 0.18 };
}

/** What a function costs with esbuild's command line and a TerraformAsset of AssetType.ARCHIVE, which forks for each. */
function naive(project: string, entry: string): void {
  const folder = path.join(project, "naive", entry);
  bundleByDefaults(path.join(project, "functions", entry, "handler.ts"), path.join(folder, "index.js"));
  const archive = path.join(ROOT, "node_modules/cdktf/lib/private/fs.js");
  execFileSync(process.execPath, [archive, folder, `${folder}.zip`]);
}

function bundleByDefaults(handler: string, outfile: string): void {
  const esbuild = path.join(ROOT, "node_modules/.bin/esbuild");
  const flags = ["--bundle", "--minify", "--platform=node", "--log-level=error"];
  execFileSync(esbuild, [handler, ...flags, `--outfile=${outfile}`]);
}

async function measureSizes(scratch: string): Promise<Bound[]> {
  const { code } = await bundleFunctions(ROOT, findEntries(ROOT));
  const sizes = [...code].map(([entry, { length }]) => {
    const outfile = path.join(scratch, "defaults", `${entry}.js`);
    bundleByDefaults(path.join(ROOT, "functions", entry, "handler.ts"), outfile);
    return { entry, ours: length, defaults: fs.statSync(outfile).size };
  });
  printTable(
    "Size of this project's bundles",
    ["", "ours", "esbuild's minified defaults", "ratio"],
    sizes.map(({ entry, ours, defaults }) => [entry, kilobytes(ours), kilobytes(defaults), format(ours / defaults)]),
  );
  return sizes.map(({ entry, ours, defaults }) => ({
    what: `${entry}: ours / esbuild's minified defaults`,
    value: ours / defaults,
    limit: 0.65,
  }));
}

function kilobytes(bytes: number): string {
  return `${(bytes / KILOBYTE).toFixed(0)} kB`;
}
