import { resolve } from "node:path";
import { buildFunctions } from "../../modules/code/build-functions";
import { codeOf } from "../../modules/proof/code-of";
import { prove } from "../../modules/proof/proof";
import type { ProvenStack } from "../../modules/proof/report/proven-stack";
import { WAIVERS } from "../../modules/systems/waivers";
import { synthesize } from "./synthesize";

const ROOT = resolve(__dirname, "../..");

/** Proves systems with the code that ships. */
export async function proveSystems(names: readonly string[]): Promise<readonly ProvenStack[]> {
  const bundles = await buildFunctions();
  return Promise.all(
    synthesize(names, bundles).map(async (system) => {
      const json = JSON.parse(system.text);
      return { ...system, proof: prove(json, await codeOf(ROOT, bundles, json), WAIVERS[system.name]) };
    }),
  );
}
