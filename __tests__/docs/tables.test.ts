import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { Testing } from "cdktf";
import { routes as auditRoutes } from "../../functions/flag-propagation/audit-reader/routes";
import { routes as flagRoutes } from "../../functions/flag-propagation/flags-api/routes";
import { routes as evaluationRoutes } from "../../functions/flag-propagation/ofrep/routes";
import { routes as propagationRoutes } from "../../functions/flag-propagation/propagation-status/routes";
import { routes as itemRoutes } from "../../functions/serverless-app/items/routes";
import type { TerraformJson } from "../../modules/guardrails/terraform-json";
import { SYSTEMS } from "../../modules/systems/systems";
import { codeOfSystems } from "../helpers/code-of-systems";

const code = codeOfSystems();

/** @returns what stands in the first column of a page's tables, as code: one cell may hold several. */
function firstColumn(page: string): readonly string[] {
  const rows = readFileSync(page, "utf8").match(/^\| `.+$/gm) ?? [];
  return rows.flatMap((row) => [...(row.split("|")[1] ?? "").matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ""));
}

describe.each(Object.entries(SYSTEMS))("%s", (name, System) => {
  const synthesize = (target: "aws" | "local"): TerraformJson =>
    JSON.parse(Testing.synth(new System(Testing.app(), { target, code })));

  it("ALL-11 documents every output, and none that is not there", () => {
    const prefix = `${name.replaceAll("-", "_")}_`;
    const outputs = Object.keys(synthesize("aws").output ?? {});
    const documented = firstColumn(`docs/systems/${name}.md`).filter(
      (word) => word.startsWith(prefix) || outputs.includes(word),
    );
    expect([...documented].sort()).toEqual(outputs.sort());
  });

  it("ALL-02 documents every variable", () => {
    const documented = firstColumn("docs/operations.md");
    for (const variable of Object.keys(synthesize("local").variable ?? {})) expect(documented).toContain(variable);
  });
});

describe.each([
  ["APP-01", "serverless-app", itemRoutes],
  ["FLAG-04", "flag-propagation", [...flagRoutes, ...auditRoutes, ...propagationRoutes, ...evaluationRoutes]],
] as const)("%s the page of %s", (_requirement, name, routes) => {
  it("documents every route, and none that is not there", () => {
    const documented = firstColumn(`docs/systems/${name}.md`)
      .filter((word) => /^(GET|POST|PUT|PATCH|DELETE) /.test(word))
      .map((word) => word.replace(/\?.*$/, ""));
    expect([...documented].sort()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).sort());
  });
});
