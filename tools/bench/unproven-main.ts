import { App } from "cdktf";
import { buildFunctions } from "../../modules/code/build-functions";
import { SYSTEMS } from "../../modules/systems/systems";

/** main.ts without the proof: what the benchmark measures the proof against. */
async function main(): Promise<void> {
  const code = await buildFunctions();
  const app = new App();
  for (const System of Object.values(SYSTEMS)) new System(app, { target: "aws", code });
  app.synth();
}

void main();
