import { UserError } from "../../modules/errors";
import { TARGET_VARIABLE } from "../../modules/target";
import { projectRoot } from "./project";
import { run } from "./run";

export interface SynthOptions {
  /** Where the stacks are written to, below `stacks/`. */
  readonly folder: string;
  readonly log: string;
  readonly signal: AbortSignal;
}

/** Synthesizes all systems for the local target, by the same entry as `npm run synth`. */
export async function synthLocal({ folder, log, signal }: SynthOptions): Promise<void> {
  const { exitCode, errors } = await run(process.execPath, ["tools/run.cjs", "main.ts"], {
    cwd: projectRoot(),
    env: { ...process.env, [TARGET_VARIABLE]: "local", CDKTF_OUTDIR: folder },
    log,
    signal,
  });
  // What synth says of a mistake is already one clear sentence.
  if (exitCode !== 0) throw new UserError(errors.trim() || `The synthesis failed without a word, see ${log}.`);
}
