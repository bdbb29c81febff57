import { UserError } from "../../modules/errors";
import { answerOf } from "./answer-of";
import { atLeast, parseVersion } from "./versions";

export interface TerraformBinary {
  readonly command: string;
  /** Where the product looks for a provider that names no host. */
  readonly registry: "registry.terraform.io" | "registry.opentofu.org";
}

/** The stacks ask for 1.10 of either: lock files in the S3 backend came with it. */
const OLDEST = [1, 10] as const;
const REMEDY =
  "Install Terraform 1.10 or later (https://developer.hashicorp.com/terraform/install) or OpenTofu (https://opentofu.org/docs/intro/install), or name the binary in TERRAFORM_BINARY_NAME.";

/** The binary that TERRAFORM_BINARY_NAME names, as for cdktf, else `terraform`, else `tofu`. */
export async function findTerraform(env: NodeJS.ProcessEnv = process.env): Promise<TerraformBinary> {
  const named = env.TERRAFORM_BINARY_NAME;
  for (const command of named ? [named] : ["terraform", "tofu"]) {
    const answer = await answerOf(command, ["version"]);
    if (answer !== undefined) return checkTerraformVersion(command, answer);
  }
  const missing = named
    ? `TERRAFORM_BINARY_NAME is '${named}', which cannot be run.`
    : "There is no terraform and no tofu on the PATH.";
  throw new UserError(`${missing} ${REMEDY}`);
}

/** @param answer what `<command> version` printed */
export function checkTerraformVersion(command: string, answer: string): TerraformBinary {
  const [, product, version = ""] = /(Terraform|OpenTofu) v(\S+)/.exec(answer) ?? [];
  if (product === undefined || !atLeast(parseVersion(version), OLDEST)) {
    const found = product ? `${product} ${version}` : "neither Terraform nor OpenTofu";
    throw new UserError(`'${command}' is ${found}, and the stacks need 1.10. ${REMEDY}`);
  }
  return { command, registry: product === "OpenTofu" ? "registry.opentofu.org" : "registry.terraform.io" };
}
