import { UserError } from "../../modules/errors";
import { benchAudit } from "./audit";
import { benchBundle } from "./bundle";
import { benchCache } from "./cache";
import { benchConsistency } from "./consistency";
import { benchConverge } from "./converge";
import { benchFanOut } from "./fanout";
import { benchProof } from "./proof";
import { benchRules } from "./rules";
import { benchSynth } from "./synth";

/** Measures, prints a report and returns the bounds that were broken. */
type Benchmark = () => Promise<readonly string[]>;

const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  audit: benchAudit,
  bundle: benchBundle,
  cache: benchCache,
  consistency: benchConsistency,
  converge: benchConverge,
  fanout: benchFanOut,
  proof: benchProof,
  rules: benchRules,
  synth: benchSynth,
};

async function main(name = ""): Promise<void> {
  const names = Object.keys(BENCHMARKS).join(", ");
  const benchmark = BENCHMARKS[name];
  if (benchmark === undefined) {
    throw new UserError(`'${name}' is no benchmark. Run npm run bench -- NAME, where NAME is one of: ${names}.`);
  }
  const broken = await benchmark();
  if (broken.length > 0) throw new UserError(`Bounds are broken:\n  ${broken.join("\n  ")}`);
}

void main(process.argv[2]);
