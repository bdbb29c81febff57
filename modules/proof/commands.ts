import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fingerprintSources } from "../code/source-fingerprint";
import { analyseEntries } from "./code/analyse-entries";
import type { EntryCode } from "./code/entry-code";
import { keepAnalysis, readKeptAnalysis } from "./code/kept-analysis";

export type { EntryCode } from "./code/entry-code";

/**
 * What the code of each entry does: the SDK commands it can send and the environment variables it reads. What cannot be
 * told from the code is a finding. While no source, package or setting has changed, the result of an earlier call is
 * returned, and neither esbuild nor acorn is loaded.
 *
 * @param root - Folder that holds functions/ and node_modules/.
 * @param entries - `<system>/<function>`: functions/<system>/<function>/handler.ts.
 */
export async function commandsOf(root: string, entries: readonly string[]): Promise<ReadonlyMap<string, EntryCode>> {
  const kept = readKeptAnalysis(root);
  if (kept !== undefined && kept.fingerprint === fingerprint(root, entries, kept.sourcesElsewhere)) {
    return new Map(kept.code);
  }
  const before = fingerprint(root, entries, []);
  const { code, sourcesElsewhere } = await analyseEntries(root, entries);
  // A file that was saved meanwhile may not be in the result: then the next call analyses again.
  if (fingerprint(root, entries, []) === before) {
    keepAnalysis(root, { fingerprint: fingerprint(root, entries, sourcesElsewhere), sourcesElsewhere, code });
  }
  return new Map(code);
}

/** All that the result depends on: the code, the question, and how it is answered. */
function fingerprint(root: string, entries: readonly string[], sourcesElsewhere: readonly string[]): string {
  const hash = createHash("sha256").update(fingerprintSources(root, sourcesElsewhere)).update(JSON.stringify(entries));
  for (const file of analysisFiles()) hash.update(fs.readFileSync(file));
  return hash.digest("hex");
}

/** The files of the analysis itself: what an older one found must not pass for what this one would find. */
function analysisFiles(): readonly string[] {
  const code = path.join(__dirname, "code");
  const tables = fs.readdirSync(__dirname).filter((name) => name.startsWith("action"));
  return [
    ...tables.map((name) => path.join(__dirname, name)),
    ...fs.readdirSync(code).map((name) => path.join(code, name)),
  ];
}
