import { relative, sep } from "node:path";
import { UserError } from "../../modules/errors";
import { type Proof, prove } from "../../modules/proof/proof";
import type { ProvenStack } from "../../modules/proof/report/proven-stack";
import { readTerraform } from "./read-terraform";

/** Proves anybody's Terraform JSON by its configuration alone: the code of its functions is not at hand. */
export function proveFile(file: string): ProvenStack {
  const { text, json } = readTerraform(file);
  return { name: file, file: relative(process.cwd(), file).split(sep).join("/"), text, proof: proofOf(file, json) };
}

function proofOf(file: string, json: unknown): Proof {
  try {
    return prove(json);
  } catch (error) {
    throw error instanceof UserError ? new UserError(`${file}: ${error.message}`) : error;
  }
}
