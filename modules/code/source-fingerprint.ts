import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { BUNDLE_OPTIONS } from "./bundle-options";

/** Decide about bundles and types beside the sources. npm rewrites the last one with every install. */
const SETTINGS = ["tsconfig.json", "package.json", "package-lock.json", "node_modules/.package-lock.json"];

/**
 * A hash of all that bundles and their types are made of: every file under functions/ (a file that only lends types is
 * in no bundle), sources elsewhere that a bundle includes, compiler settings, and the packages installed.
 */
export function fingerprintSources(root: string, sourcesElsewhere: readonly string[]): string {
  const hash = createHash("sha256").update(JSON.stringify(BUNDLE_OPTIONS));
  for (const file of [...SETTINGS, ...sourcesElsewhere, ...filesUnder(root, "functions")]) {
    hash.update(`\n${file}\n`).update(contents(path.join(root, file)));
  }
  return hash.digest("hex");
}

function filesUnder(root: string, folder: string): string[] {
  if (!fs.existsSync(path.join(root, folder))) return [];
  const children = fs.readdirSync(path.join(root, folder), { withFileTypes: true });
  return children
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((child) =>
      child.isDirectory() ? filesUnder(root, `${folder}/${child.name}`) : `${folder}/${child.name}`,
    );
}

function contents(file: string): Buffer | string {
  return fs.existsSync(file) ? fs.readFileSync(file) : "absent";
}
