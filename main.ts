import { join } from "node:path";
import { App } from "cdktf";
import { buildFunctions } from "./modules/code/build-functions";
import { refuseUnproven } from "./modules/proof/refuse-unproven";
import { SYSTEMS } from "./modules/systems/systems";
import { WAIVERS } from "./modules/systems/waivers";
import { targetFromEnvironment } from "./modules/target";

async function main(): Promise<void> {
  const target = targetFromEnvironment();
  const code = await buildFunctions();
  const app = new App({ outdir: process.env.CDKTF_OUTDIR ?? (target === "local" ? "cdktf.local" : "cdktf.out") });
  for (const System of Object.values(SYSTEMS)) new System(app, { target, code });
  app.synth();
  for (const system of Object.keys(SYSTEMS)) {
    await refuseUnproven(join(app.outdir, "stacks", system, "cdk.tf.json"), {
      root: __dirname,
      code,
      waivers: WAIVERS[system] ?? [],
    });
  }
  process.stdout.write(`${Object.keys(SYSTEMS).join(", ")}: synthesized into ${app.outdir} for the target ${target}\n`);
}

void main();
