import { ACTION_EXCEPTIONS } from "./action-exceptions";
import { type Actions, needs } from "./action-list";
import { ACTION_PREFIXES } from "./action-prefixes";
import type { SdkCommand } from "./code/entry-code";

export type { Actions } from "./action-list";

/**
 * The actions of a command, whoever sends it. Most commands have an action of their own name; the others are listed.
 * That IAM knows the action is not asked here: commandsOf() reports the commands of which it does not.
 */
export function actionsOf({ service, command }: Pick<SdkCommand, "service" | "command">): Actions {
  const name = command.replace(/Command$/, "");
  return ACTION_EXCEPTIONS[service]?.[name] ?? needs(`${ACTION_PREFIXES[service] ?? service}:${name}`);
}
