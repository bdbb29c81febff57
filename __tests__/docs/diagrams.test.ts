import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { Testing } from "cdktf";
import { prove } from "../../modules/proof/proof";
import { diagram } from "../../modules/proof/report/mermaid";
import { SYSTEMS } from "../../modules/systems/systems";
import { withDiagram } from "../../tools/proof/diagram-in-page";
import { codeOfSystems } from "../helpers/code-of-systems";

const code = codeOfSystems();

describe.each(Object.entries(SYSTEMS))("the page of %s", (name, System) => {
  it("shows the connections as they are: npm run docs writes them", () => {
    const json = JSON.parse(Testing.synth(new System(Testing.app(), { target: "aws", code })));
    const page = `docs/systems/${name}.md`;
    const text = readFileSync(page, "utf8");
    expect(text).toBe(withDiagram(page, text, diagram(prove(json))));
  });
});
