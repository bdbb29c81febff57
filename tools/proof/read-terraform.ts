import { readFileSync } from "node:fs";
import { UserError } from "../../modules/errors";

export interface TerraformFile {
  readonly text: string;
  readonly json: unknown;
}

/** @throws UserError saying what the path leads to instead of JSON, and what to do */
export function readTerraform(file: string): TerraformFile {
  const text = read(file);
  return { text, json: parse(file, text) };
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "EISDIR") throw new UserError(`${file} is a folder. Name the file in it, such as cdk.tf.json.`);
    throw new UserError(`${file} cannot be read: ${message.split("\n")[0]}.`);
  }
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const remedy = file.endsWith(".tf")
      ? "HCL is read through a plan: terraform plan -out=plan && terraform show -json plan > plan.json."
      : "Give cdk.tf.json, main.tf.json, or what terraform show -json prints of a plan.";
    throw new UserError(`${file} is not JSON: ${(error as Error).message}. ${remedy}`);
  }
}
