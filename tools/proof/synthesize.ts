import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import type { FunctionCode } from "../../modules/code/function-code";
import { SYSTEMS } from "../../modules/systems/systems";

/** A system's Terraform JSON. */
export interface SynthesizedSystem {
  readonly name: string;
  /** Where `npm run synth` writes it. */
  readonly file: string;
  readonly text: string;
}

/** Synthesizes systems as they are deployed, without touching what `npm run synth` has written. */
export function synthesize(names: readonly string[], code: FunctionCode): readonly SynthesizedSystem[] {
  const outdir = mkdtempSync(join(tmpdir(), "plumbline-proof-"));
  try {
    // Without validations: a proof of a system that breaks a guardrail is worth reading too.
    const app = new App({ outdir, skipValidation: true });
    for (const [name, System] of Object.entries(SYSTEMS)) {
      if (names.includes(name)) new System(app, { target: "aws", code });
    }
    app.synth();
    return names.map((name) => {
      const file = `stacks/${name}/cdk.tf.json`;
      return { name, file: `cdktf.out/${file}`, text: readFileSync(join(outdir, file), "utf8") };
    });
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
