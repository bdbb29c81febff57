import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { FunctionBundle } from "./function-code";
import { writeAtomically } from "./write-atomically";

/** What an earlier build made, and from what. */
export interface KeptBundles {
  readonly fingerprint: string;
  /** Files outside functions/ and node_modules/ that bundles include, relative to the root. */
  readonly sourcesElsewhere: readonly string[];
  readonly bundles: readonly FunctionBundle[];
}

const MANIFEST = "manifest.json";
const DAY_IN_MILLISECONDS = 24 * 60 * 60 * 1000;

/** @returns undefined when there are none, or when the manifest or a zip is damaged: they are made again */
export function readKeptBundles(folder: string): KeptBundles | undefined {
  try {
    const kept = JSON.parse(fs.readFileSync(path.join(folder, MANIFEST), "utf8")) as KeptBundles;
    // By name: the project may have moved since.
    const bundles = kept.bundles.map((bundle) => ({ ...bundle, zip: path.join(folder, bundle.zip) }));
    return bundles.every(isIntact) ? { ...kept, bundles } : undefined;
  } catch {
    return undefined;
  }
}

function isIntact(bundle: FunctionBundle): boolean {
  return sha256(fs.readFileSync(bundle.zip)) === bundle.sha256;
}

export function keepBundles(folder: string, kept: KeptBundles): void {
  const bundles = kept.bundles.map((bundle) => ({ ...bundle, zip: path.basename(bundle.zip) }));
  writeAtomically(path.join(folder, MANIFEST), JSON.stringify({ ...kept, bundles }));
  removeStaleZips(folder, new Set(bundles.map((bundle) => bundle.zip)));
}

/** Writes a function's zip under a name that its content decides. */
export function keepZip(folder: string, entry: string, zip: Buffer): FunctionBundle {
  const hash = sha256(zip);
  const file = path.join(folder, `${entry.replace("/", "-")}-${hash}.zip`);
  writeAtomically(file, zip);
  return { entry, zip: file, sha256: hash, bytes: zip.length, handler: "index.handler" };
}

/** A day's grace: another process may still be copying what it has just built from other sources. */
function removeStaleZips(folder: string, current: ReadonlySet<string>): void {
  const yesterday = Date.now() - DAY_IN_MILLISECONDS;
  const stale = fs
    .readdirSync(folder)
    .filter((name) => name.includes(".zip") && !current.has(name))
    .map((name) => path.join(folder, name))
    .filter((file) => (fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) < yesterday);
  for (const file of stale) fs.rmSync(file, { force: true });
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
