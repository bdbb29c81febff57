import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { TARGET_VARIABLE } from "../../modules/target";
import { CREDENTIALS, type Emulator, REGION } from "./emulator";

/**
 * Writes a file that a shell can source to reach the emulator with the AWS CLI, cdktf or Terraform, and the systems with
 * their own tools.
 */
export async function writeEnvironmentFile(
  folder: string,
  emulator: Emulator,
  terraform: NodeJS.ProcessEnv,
  ofSystems: Readonly<Record<string, string>> = {},
): Promise<string> {
  const variables: Record<string, string | undefined> = {
    AWS_ENDPOINT_URL: emulator.endpoint,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    [TARGET_VARIABLE]: "local",
    TF_VAR_aws_endpoint: emulator.endpoint,
    TF_CLI_CONFIG_FILE: terraform.TF_CLI_CONFIG_FILE,
    CHECKPOINT_DISABLE: "1",
    ...ofSystems,
  };
  const lines = Object.entries(variables)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `export ${name}=${quoted(value ?? "")}\n`);
  const file = join(folder, "environment.sh");
  await writeFile(file, lines.join(""));
  return file;
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
