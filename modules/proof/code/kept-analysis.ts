import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { writeAtomically } from "../../code/write-atomically";
import type { Analysis } from "./analyse-entries";

/** What an earlier analysis found, and from what. */
export interface KeptAnalysis extends Analysis {
  readonly fingerprint: string;
}

function file(root: string): string {
  return path.join(root, ".plumbline/cache/proof/commands.json");
}

/** @returns undefined when there is none, or when it is damaged: then it is made again */
export function readKeptAnalysis(root: string): KeptAnalysis | undefined {
  try {
    const [seal, ...lines] = fs.readFileSync(file(root), "utf8").split("\n");
    const text = lines.join("\n");
    return seal === sha256(text) ? (JSON.parse(text) as KeptAnalysis) : undefined;
  } catch {
    return undefined;
  }
}

/** Where the project cannot be written to, nothing is kept. */
export function keepAnalysis(root: string, analysis: KeptAnalysis): void {
  const text = JSON.stringify(analysis);
  try {
    fs.mkdirSync(path.dirname(file(root)), { recursive: true });
    writeAtomically(file(root), `${sha256(text)}\n${text}`);
  } catch {
    // The next call analyses again.
  }
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
