import type { FunctionCode } from "../code/function-code";
import { text } from "../guardrails/terraform-json";
import { commandsOf } from "./commands";
import type { Code } from "./proof";

/** The part of Terraform JSON that names the functions' zips. */
interface WithFunctions {
  readonly resource?: { readonly aws_lambda_function?: Readonly<Record<string, { source_code_hash?: unknown }>> };
}

/**
 * What the code of each function of a stack does, by the function's address. A function is matched with its entry by the
 * hash of its zip, which Terraform deploys by: what is proven is what ships.
 */
export async function codeOf(root: string, bundles: FunctionCode, json: WithFunctions): Promise<Code> {
  const does = await commandsOf(root, bundles.entries);
  const byHash = new Map(bundles.entries.map((entry) => [base64(bundles.bundle(entry).sha256), does.get(entry)]));
  const functions = Object.entries(json.resource?.aws_lambda_function ?? {});
  return new Map(
    functions.flatMap(([name, { source_code_hash: hash }]) => {
      const code = byHash.get(text(hash));
      return code === undefined ? [] : [[`aws_lambda_function.${name}`, code] as const];
    }),
  );
}

function base64(hex: string): string {
  return Buffer.from(hex, "hex").toString("base64");
}
