import fs from "node:fs";
import path from "node:path";
import { UserError } from "../errors";

const KEBAB_CASE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** The entries, `<system>/<function>`, of all functions/<system>/<function>/handler.ts, sorted. */
export function findEntries(root: string): string[] {
  const entries = folders(path.join(root, "functions")).flatMap((system) =>
    folders(path.join(root, "functions", system))
      .map((name) => `${system}/${name}`)
      .filter((entry) => fs.existsSync(path.join(root, "functions", entry, "handler.ts"))),
  );
  for (const entry of entries) assertKebabCase(entry);
  return entries.sort();
}

function folders(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  const children = fs.readdirSync(folder, { withFileTypes: true });
  return children.filter((child) => child.isDirectory()).map((child) => child.name);
}

/** The names of Lambda functions, their log groups and their zips are made of these. */
function assertKebabCase(entry: string): void {
  const wrong = entry.split("/").find((name) => !KEBAB_CASE.test(name));
  if (wrong === undefined) return;
  throw new UserError(
    `functions/${entry}/handler.ts: the folder name '${wrong}' is not in kebab case. Use lower-case letters, digits and single hyphens, starting with a letter: ingest-events.`,
  );
}
