import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { buildFunctions } from "../../modules/code/build-functions";
import { prove } from "../../modules/proof/proof";
import { diagram } from "../../modules/proof/report/mermaid";
import { SYSTEMS } from "../../modules/systems/systems";
import { withDiagram } from "./diagram-in-page";
import { synthesize } from "./synthesize";

const ROOT = resolve(__dirname, "../..");

/** @returns the page of each system, by its path from the project's root, with the diagram of the system as it is. */
export async function diagramPages(): Promise<readonly { page: string; text: string }[]> {
  return synthesize(Object.keys(SYSTEMS), await buildFunctions()).map(({ name, text }) => {
    const page = `docs/systems/${name}.md`;
    const before = readFileSync(resolve(ROOT, page), "utf8");
    return { page, text: withDiagram(page, before, diagram(prove(JSON.parse(text)))) };
  });
}
