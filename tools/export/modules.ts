import { cpSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { App } from "cdktf";
import { buildFunctions } from "../../modules/code/build-functions";
import { SYSTEMS } from "../../modules/systems/systems";

const DESTINATION = join("dist", "modules");

/** Writes each system as a plain Terraform module, with its functions' zips: dist/modules/<system>/main.tf.json. */
async function exportModules(): Promise<void> {
  const code = await buildFunctions();
  const outdir = mkdtempSync(join(tmpdir(), "plumbline-modules-"));
  try {
    // An app of its own: in the main one, each module would be a stack that `cdktf deploy` offers.
    const app = new App({ outdir });
    for (const System of Object.values(SYSTEMS)) new System(app, { target: "module", code });
    app.synth();
    rmSync(DESTINATION, { recursive: true, force: true });
    for (const system of Object.keys(SYSTEMS)) {
      const destination = join(DESTINATION, system);
      cpSync(join(outdir, "stacks", system), destination, { recursive: true });
      renameSync(join(destination, "cdk.tf.json"), join(destination, "main.tf.json"));
      process.stdout.write(`${relative(process.cwd(), destination)}\n`);
    }
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

void exportModules();
