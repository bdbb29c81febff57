import { parseArgs } from "node:util";
import { UserError } from "../../modules/errors";
import { type Outcome, simulate } from "./history";
import { simulateSafetyNet } from "./safety-net/history";

const USAGE = [
  "npm run simulate                              runs 1,000 histories",
  "npm run simulate -- --histories 50000         runs as many",
  "npm run simulate -- --from 20001              starts at another seed",
  "npm run simulate -- --seed 123                replays one, step by step",
  "npm run simulate -- --safety-net              the same with checks, rollbacks and damaged caches; with any of these",
].join("\n  ");

async function main(): Promise<void> {
  const { seed, from, histories, safetyNet, help } = readArguments();
  const run: Replay = safetyNet ? simulateSafetyNet : simulate;
  if (help) console.log(`  ${USAGE}`);
  else if (seed !== undefined) await replay(seed, run);
  else await runAll(from, histories, run);
}

/** Runs a history; with `recorded`, its outcome has each step. */
type Replay = (seed: number, options?: { readonly recorded?: boolean }) => Promise<Outcome>;

async function replay(seed: number, run: Replay): Promise<void> {
  const { lines, violations } = await run(seed, { recorded: true });
  console.log(lines.join("\n"));
  if (violations.length > 0) throw new UserError(`Seed ${seed} breaks what must hold:\n  ${violations.join("\n  ")}`);
  console.log(`\nSeed ${seed} keeps what must hold.`);
}

async function runAll(from: number, histories: number, run: Replay): Promise<void> {
  const broken: Outcome[] = [];
  let events = 0;
  let writes = 0;
  const started = performance.now();
  for (let seed = from; seed < from + histories; seed++) {
    const outcome = await run(seed);
    if (outcome.violations.length > 0) broken.push(outcome);
    events += outcome.events;
    writes += outcome.writes;
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${histories} histories, ${writes} versions, ${events} events in ${seconds} s.`);
  if (broken.length > 0)
    throw new UserError(
      `${broken.length} break what must hold:\n  ${broken.map((outcome) => line(outcome, run === simulateSafetyNet ? "--safety-net " : "")).join("\n  ")}`,
    );
}

function line({ seed, violations }: Outcome, option: string): string {
  return `${violations[0]}\n    npm run simulate -- ${option}--seed ${seed}`;
}

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        seed: { type: "string" },
        from: { type: "string", default: "1" },
        histories: { type: "string", default: "1000" },
        "safety-net": { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    return {
      seed: values.seed === undefined ? undefined : whole("seed", values.seed),
      from: whole("from", values.from),
      histories: whole("histories", values.histories),
      safetyNet: values["safety-net"],
      help: values.help,
    };
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${error instanceof Error ? error.message : error}\n  ${USAGE}`);
  }
}

function whole(name: string, value: string): number {
  if (/^\d{1,9}$/.test(value)) return Number(value);
  throw new UserError(`--${name} is '${value}'. It has to be a whole number from 0 to 999999999.`);
}

void main();
