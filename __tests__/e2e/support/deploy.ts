import { deployedToAws } from "./aws-deployment";
import type { Deployment } from "./deployment";
import { type LocalOptions, localDeployment } from "./local-deployment";

/** @returns what `E2E_TARGET` names, `local` when it is unset or empty. */
export function targetOfTests(): Deployment["target"] {
  const target = process.env.E2E_TARGET || "local";
  if (target === "aws" || target === "local") return target;
  throw new Error(`E2E_TARGET is '${target}'. Set it to 'aws' or 'local', or leave it unset for local.`);
}

/** Deploys a system to an emulator, or finds the one in the account that `E2E_TARGET=aws` stands for. */
export function deploy(system: string, options: LocalOptions = {}): Promise<Deployment> {
  return targetOfTests() === "aws" ? deployedToAws(system) : localDeployment(system, options);
}
