import { App } from "cdktf";
import { buildFunctions } from "./modules/code/build-functions";
import { SYSTEMS } from "./modules/systems/systems";
import { targetFromEnvironment } from "./modules/target";

async function main(): Promise<void> {
  const target = targetFromEnvironment();
  const code = await buildFunctions();
  const app = new App({ outdir: process.env.CDKTF_OUTDIR ?? (target === "local" ? "cdktf.local" : "cdktf.out") });
  for (const System of Object.values(SYSTEMS)) new System(app, { target, code });
  app.synth();
  process.stdout.write(`${Object.keys(SYSTEMS).join(", ")}: synthesized into ${app.outdir} for the target ${target}\n`);
}

void main();
