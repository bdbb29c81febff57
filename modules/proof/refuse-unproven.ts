import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { FunctionCode } from "../code/function-code";
import { writeAtomically } from "../code/write-atomically";
import { UserError } from "../errors";
import { codeOf } from "./code-of";
import { prove } from "./proof";
import { findingReport } from "./report/table";
import type { ProofWaiver } from "./waivers";

export interface RefuseUnprovenOptions {
  /** Folder that holds functions/, node_modules/ and the cache. */
  readonly root: string;
  readonly code: FunctionCode;
  readonly waivers: readonly ProofWaiver[];
}

/**
 * Proves a stack that was just synthesized, with the code that ships. What was proven once is not proven again: the JSON
 * names its zips by their hashes, so that it stands for the code too.
 *
 * @param file - The stack's cdk.tf.json.
 * @throws UserError with all findings when the proof does not hold.
 */
export async function refuseUnproven(file: string, options: RefuseUnprovenOptions): Promise<void> {
  const text = fs.readFileSync(file, "utf8");
  const kept = path.join(options.root, ".plumbline/cache/proof/proven", fingerprint(text, options.waivers));
  if (fs.existsSync(kept)) return;

  const json = JSON.parse(text);
  const { findings } = prove(json, await codeOf(options.root, options.code, json), options.waivers);
  if (findings.length > 0) {
    const count = `${findings.length} ${findings.length === 1 ? "fault" : "faults"}`;
    throw new UserError(`The wiring of ${file} has ${count}.\n\n${findings.map(findingReport).join("\n\n")}`);
  }
  keep(kept);
}

/** All that a verdict depends on: the configuration, the waivers, and the proof itself. */
function fingerprint(text: string, waivers: readonly ProofWaiver[]): string {
  const hash = createHash("sha256").update(text).update(JSON.stringify(waivers));
  for (const file of fs.readdirSync(__dirname, { recursive: true, encoding: "utf8" }).sort()) {
    if (file.endsWith(".ts")) hash.update(file).update(fs.readFileSync(path.join(__dirname, file)));
  }
  return hash.digest("hex");
}

/** A project that can't be written to is proven each time. */
function keep(file: string): void {
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    writeAtomically(file, "");
  } catch {}
}
