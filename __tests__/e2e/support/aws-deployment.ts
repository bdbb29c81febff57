import { execFile } from "node:child_process";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { UserError } from "../../../modules/errors";
import { findTerraform } from "../../../tools/local/terraform-binary";
import { type Deployment, outputReader } from "./deployment";
import { send } from "./send";

/** Finds what `cdktf deploy` has deployed to a real account, by the outputs in its state. */
export async function deployedToAws(system: string): Promise<Deployment> {
  const outputs = await terraformOutputs(join(process.cwd(), "cdktf.out", "stacks", system));
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
  const { stdout } = await promisify(execFile)(command, ["output", "-no-color", "-json"], { cwd: folder }).catch(
    (error) => {
      const reason = /Error: (.+)/.exec(error.stderr ?? "")?.[1] ?? "it was never synthesized";
      throw nothingDeployed(folder, reason);
    },
  );
  const outputs = Object.entries(JSON.parse(stdout) as Record<string, { value: unknown }>);
  if (outputs.length === 0) throw nothingDeployed(folder, "its state has no outputs");
  return Object.fromEntries(outputs.map(([name, { value }]) => [name, value]));
}

function nothingDeployed(folder: string, reason: string): UserError {
  const system = basename(folder);
  return new UserError(`Nothing is deployed of ${system} (${reason}). Run 'npx cdktf deploy ${system}' first.`);
}

/** `arn:aws:kms:<region>:<account>:key/<id>` */
function regionOf(arn: string): string {
  return arn.split(":")[3] ?? "us-east-1";
}
