import { spawnSync } from "node:child_process";
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CREDENTIALS, type Emulator, REGION, startEmulator } from "../../../tools/local/emulator";
import { emulatorRuntime } from "../../../tools/local/emulator-runtime";
import { run } from "../../../tools/local/run";
import { makeRunFolder } from "../../../tools/local/run-folder";
import { synthLocal } from "../../../tools/local/synth";
import type { RunningService } from "../../../tools/local/systems/service";
import { Terraform } from "../../../tools/local/terraform";
import { findTerraform } from "../../../tools/local/terraform-binary";
import { terraformEnvironment } from "../../../tools/local/terraform-environment";
import { type Deployment, outputReader } from "./deployment";
import { send } from "./send";

export interface LocalOptions {
  /** Whether the system is applied as a module of a plain HCL root too. @default true */
  readonly asModule?: boolean;
  /** Real services that the system needs, which run already; they are not stopped here. @default none */
  readonly services?: readonly RunningService[];
}

/**
 * Applies a system twice to an emulator of its own: as the stack that cdktf deploys, and as a module of a plain HCL
 * root in an environment beside it. Both at once, since the provider spends most of an apply waiting.
 */
export async function localDeployment(
  system: string,
  { asModule = true, services = [] }: LocalOptions = {},
): Promise<Deployment> {
  const folder = await makeRunFolder();
  const { signal } = new AbortController();
  const note = (line: string) => process.stderr.write(`${line}\n`);
  const [binary, runtime] = await Promise.all([findTerraform(), emulatorRuntime({ signal, note })]);
  const emulator = await startEmulator({
    folder: join(folder, "emulator"),
    runtime,
    environment: Object.assign({}, ...services.map(({ emulatorEnvironment }) => emulatorEnvironment)),
  });
  try {
    await synthLocal({ folder: join(folder, "synthesized"), log: join(folder, "synth.log"), signal });
    const env = {
      ...(await terraformEnvironment(binary, folder, note)),
      TF_VAR_aws_endpoint: emulator.endpoint,
      ...variablesOf(services),
    };
    const terraformIn = (stack: string, variables: Readonly<Record<string, string>> = {}) =>
      new Terraform({
        command: binary.command,
        folder: join(folder, stack),
        env: { ...env, ...prefixed(variables) },
        log: join(folder, `${stack.replace("/", "-")}.log`),
        signal,
      });

    await cp(join(folder, "synthesized", "stacks", system), join(folder, system), { recursive: true });
    if (asModule) await writeRoot(join(folder, "root"), system, signal);
    const stacks = [terraformIn(system), ...(asModule ? [terraformIn("root")] : [])];
    for (const stack of stacks) await stack.init();
    await Promise.all(stacks.map((stack) => stack.apply()));
    const [outputs, moduleOutputs] = await Promise.all(stacks.map((stack) => stack.output()));
    return {
      target: "local",
      output: outputReader(system, outputs ?? {}),
      client: { region: REGION, endpoint: emulator.endpoint, credentials: CREDENTIALS },
      fetch: (url, request) => send(emulator.url(url), request, REGION, CREDENTIALS),
      local: {
        folder,
        apply: (variables) => terraformIn(system, variables).apply(),
        plan: async () => (await Promise.all(stacks.map((stack) => stack.plan()))).flat(),
        moduleOutputs: moduleOutputs ?? {},
        evaluate: (expression, variables) =>
          evaluateWith(
            binary.command,
            { cwd: join(folder, system), env: { ...env, ...prefixed(variables) } },
            expression,
          ),
        destroy: async () => {
          await Promise.all(stacks.map((stack) => stack.destroy()));
        },
      },
      close: () => close(emulator, folder),
    };
  } catch (error) {
    // The logs stay: the error names them.
    await emulator.stop();
    throw error;
  }
}

function variablesOf(services: readonly RunningService[]): Record<string, string> {
  return prefixed(Object.assign({}, ...services.map(({ variables }) => variables)));
}

function prefixed(variables: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [`TF_VAR_${name}`, value]));
}

/** @returns what Terraform's console answers, be it an error. */
function evaluateWith(command: string, options: { cwd: string; env: NodeJS.ProcessEnv }, expression: string): string {
  const { status, stdout, stderr } = spawnSync(command, ["console", "-no-color"], {
    ...options,
    input: `${expression}\n`,
    encoding: "utf8",
  });
  // What it says about locks and warnings comes first.
  return status === 0 ? (stdout.trim().split("\n").at(-1) ?? "") : `${stdout}${stderr}`.trim();
}

async function close(emulator: Emulator, folder: string): Promise<void> {
  await emulator.stop();
  await rm(folder, { recursive: true, force: true });
}

/** A team that writes HCL: its own provider, its own variables, and the system as a module. */
async function writeRoot(folder: string, system: string, signal: AbortSignal): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { exitCode, errors } = await run(process.execPath, ["tools/run.cjs", "tools/export/modules.ts"], {
    log: join(folder, "export.log"),
    signal,
  });
  if (exitCode !== 0) throw new Error(errors);
  await cp(join("dist", "modules", system), join(folder, "modules", system), { recursive: true });
  await writeFile(join(folder, "main.tf"), rootHcl(system));
}

function rootHcl(system: string): string {
  const services = ["apigateway", "cloudwatch", "cloudwatchlogs", "dynamodb", "firehose", "iam", "kms", "lambda"];
  const endpoints = [...services, "s3", "sns", "sqs", "sts"].map((service) => `    ${service} = var.aws_endpoint`);
  return `variable "aws_endpoint" { type = string }

provider "aws" {
  region                      = "${REGION}"
  access_key                  = "${CREDENTIALS.accessKeyId}"
  secret_key                  = "${CREDENTIALS.secretAccessKey}"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  s3_use_path_style           = true
  endpoints {
${endpoints.join("\n")}
  }
}

module "system" {
  source      = "./modules/${system}"
  environment = "hcl"
  owner       = "another-team"
}

output "api_url" { value = module.system.serverless_app_api_url }
output "items_table_name" { value = module.system.serverless_app_items_table_name }
`;
}
