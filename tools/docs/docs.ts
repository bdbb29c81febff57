import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { RULE_CATEGORIES } from "../../functions/flag-propagation/rules/rules";
import { diagramPages } from "../proof/diagrams";
import { flagRulesPage } from "./flag-rules";
import { flagSchema } from "./flag-schema";

const ROOT = resolve(__dirname, "../..");

/** Writes what is generated in docs/: the diagram of each system into its page, the page of the rules of flags and the schema of one. */
async function writeDocs(): Promise<void> {
  write("docs/systems/flag-rules.md", flagRulesPage(RULE_CATEGORIES));
  write("docs/flag.schema.json", flagSchema());
  for (const { page, text } of await diagramPages()) write(page, text);
}

function write(page: string, text: string): void {
  const file = resolve(ROOT, page);
  const changed = before(file) !== text;
  if (changed) writeFileSync(file, text);
  process.stdout.write(`${page}: ${changed ? "written" : "unchanged"}\n`);
}

function before(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

void writeDocs();
