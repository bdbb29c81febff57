import { parseArgs } from "node:util";
import { UserError } from "../../modules/errors";
import { type Outcome, simulate } from "./history";

const USAGE = [
  "npm run simulate                              runs 1,000 histories",
  "npm run simulate -- --histories 50000         runs as many",
  "npm run simulate -- --from 20001              starts at another seed",
  "npm run simulate -- --seed 123                replays one, step by step",
].join("\n  ");

async function main(): Promise<void> {
  const { seed, from, histories, help } = readArguments();
  if (help) console.log(`  ${USAGE}`);
  else if (seed !== undefined) await replay(seed);
  else await runAll(from, histories);
}

async function replay(seed: number): Promise<void> {
  const { lines, violations } = await simulate(seed, { recorded: true });
  console.log(lines.join("\n"));
  if (violations.length > 0) throw new UserError(`Seed ${seed} breaks what must hold:\n  ${violations.join("\n  ")}`);
  console.log(`\nSeed ${seed} keeps what must hold.`);
}

async function runAll(from: number, histories: number): Promise<void> {
  const broken: Outcome[] = [];
  let events = 0;
  let writes = 0;
  const started = performance.now();
  for (let seed = from; seed < from + histories; seed++) {
    const outcome = await simulate(seed);
    if (outcome.violations.length > 0) broken.push(outcome);
    events += outcome.events;
    writes += outcome.writes;
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${histories} histories, ${writes} versions, ${events} events in ${seconds} s.`);
  if (broken.length > 0)
    throw new UserError(`${broken.length} break what must hold:\n  ${broken.map(line).join("\n  ")}`);
}

function line({ seed, violations }: Outcome): string {
  return `${violations[0]}\n    npm run simulate -- --seed ${seed}`;
}

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        seed: { type: "string" },
        from: { type: "string", default: "1" },
        histories: { type: "string", default: "1000" },
        help: { type: "boolean", default: false },
      },
    });
    return {
      seed: values.seed === undefined ? undefined : whole("seed", values.seed),
      from: whole("from", values.from),
      histories: whole("histories", values.histories),
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
