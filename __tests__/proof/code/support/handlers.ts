import { commandsOf, type EntryCode } from "../../../../modules/proof/commands";
import { Project } from "../../../code/support/project";

/** Analyses a handler for each source, all in one temporary project; `shared/` holds what they have in common. */
export async function analyseHandlers<Name extends string>(
  sources: Readonly<Record<Name, string>>,
  shared: Readonly<Record<string, string>> = {},
): Promise<(name: Name) => EntryCode> {
  const names = Object.keys(sources) as Name[];
  const entry = (name: Name) => `test/${name.replaceAll(" ", "-")}`;
  const project = new Project({
    ...Object.fromEntries(names.map((name) => [`${entry(name)}/handler.ts`, sources[name]])),
    ...Object.fromEntries(Object.entries(shared).map(([file, content]) => [`shared/${file}`, content])),
  });
  try {
    const code = await commandsOf(project.root, names.map(entry));
    return (name) => code.get(entry(name)) as EntryCode;
  } finally {
    project.remove();
  }
}

/** `own dynamodb:GetItem`, for each command. */
export function commandNames({ commands }: EntryCode): string[] {
  return commands.map(({ service, command, origin }) => `${origin} ${service}:${command.replace(/Command$/, "")}`);
}

/** The variables that own code reads. */
export function ownVariables({ environment }: EntryCode): string[] {
  return environment.filter(({ origin }) => origin === "own").map(({ name }) => name);
}

export function rules({ findings, signedRequests }: EntryCode): string[] {
  return [...findings, ...(signedRequests?.findings ?? [])].map(({ rule }) => rule);
}
