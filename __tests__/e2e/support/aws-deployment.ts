import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { findTerraform } from "../../../tools/local/terraform-binary";
import { type Deployment, outputReader } from "./deployment";
import { send } from "./send";

/** Finds what `cdktf deploy` has deployed to a real account, by the outputs in its state. */
export async function deployedToAws(system: string): Promise<Deployment> {
  const folder = join(process.cwd(), "cdktf.out", "stacks", system);
  const outputs = existsSync(folder) ? await terraformOutputs(folder) : {};
  if (Object.keys(outputs).length === 0) {
    throw new Error(`Nothing is deployed: ${system} has no outputs. Run 'npx cdktf deploy ${system}' first.`);
  }
  const output = outputReader(system, outputs);
  const region = regionOf(output(`${system.replaceAll("-", "_")}_key_arn`));
  // Any client knows where this shell's credentials come from.
  const { credentials } = new CloudWatchLogsClient({ region }).config;
  return {
    target: "aws",
    output,
    client: { region },
    fetch: async (url, request) => send(new URL(url), request, region, await credentials()),
    close: async () => undefined,
  };
}

async function terraformOutputs(folder: string): Promise<Record<string, unknown>> {
  const { command } = await findTerraform();
  const { stdout } = await promisify(execFile)(command, ["output", "-json"], { cwd: folder });
  const outputs = JSON.parse(stdout) as Record<string, { value: unknown }>;
  return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
}

/** `arn:aws:kms:<region>:<account>:key/<id>` */
function regionOf(arn: string): string {
  return arn.split(":")[3] ?? "us-east-1";
}
