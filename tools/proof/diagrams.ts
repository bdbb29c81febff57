import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { buildFunctions } from "../../modules/code/build-functions";
import { prove } from "../../modules/proof/proof";
import { diagram } from "../../modules/proof/report/mermaid";
import { SYSTEMS } from "../../modules/systems/systems";
import { withDiagram } from "./diagram-in-page";
import { synthesize } from "./synthesize";

const PAGES = resolve(__dirname, "../../docs/systems");

/** Writes the diagram of each system into its page. */
async function writeDiagrams(): Promise<void> {
  for (const { name, text } of synthesize(Object.keys(SYSTEMS), await buildFunctions())) {
    const page = resolve(PAGES, `${name}.md`);
    const before = readFileSync(page, "utf8");
    const after = withDiagram(`docs/systems/${name}.md`, before, diagram(prove(JSON.parse(text))));
    if (after !== before) writeFileSync(page, after);
    process.stdout.write(`docs/systems/${name}.md: ${after === before ? "unchanged" : "written"}\n`);
  }
}

void writeDiagrams();
