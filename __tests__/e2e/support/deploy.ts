import { deployedToAws } from "./aws-deployment";
import type { Deployment } from "./deployment";
import { localDeployment } from "./local-deployment";

/** Deploys a system to an emulator, or finds the one in the account that `E2E_TARGET=aws` stands for. */
export function deploy(system: string): Promise<Deployment> {
  const target = process.env.E2E_TARGET || "local";
  if (target === "aws") return deployedToAws(system);
  if (target === "local") return localDeployment(system);
  throw new Error(`E2E_TARGET is '${target}'. Set it to 'aws' or 'local', or leave it unset for local.`);
}
