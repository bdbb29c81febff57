import { rm } from "node:fs/promises";
import { relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../../modules/errors";
import { parseStartArguments, type StartOptions, USAGE } from "./arguments";
import { writeEnvironmentFile } from "./environment-file";
import { Interruption, onInterruption } from "./interruption";
import { LiveDisplay } from "./live-display";
import { PlainDisplay } from "./plain-display";
import { resultTable } from "./result-table";
import { makeRunFolder } from "./run-folder";
import { runSession, type Session } from "./session";
import { LOCAL_SYSTEMS } from "./systems/systems";
import { Teardown } from "./teardown";

/** The longest that a timer takes: 24 days. */
const UNTIL_INTERRUPTED_MS = 2 ** 31 - 1;

interface Ending {
  readonly exitCode: number;
  /** Whether there is something to find out in the run's logs. */
  readonly hasLogs: boolean;
  /** Whether all is to be left running. */
  readonly isKept?: boolean;
}

const ENDED_WELL: Ending = { exitCode: 0, hasLogs: false };

async function main(): Promise<number> {
  const isTerminal = process.stdout.isTTY === true;
  const names = LOCAL_SYSTEMS.map(({ name }) => name);
  const start = parseStartArguments(process.argv.slice(2), names, isTerminal);
  if (start === undefined) {
    print(USAGE);
    return 0;
  }
  const folder = await makeRunFolder();
  const display = isTerminal ? new LiveDisplay() : new PlainDisplay();
  const teardown = new Teardown();
  const controller = new AbortController();
  const hurry = new AbortController();
  onInterruption((interruption) => (controller.signal.aborted ? hurry : controller).abort(interruption));

  const run = async () => {
    const systems = LOCAL_SYSTEMS.filter(({ name }) => start.systems.includes(name));
    const session = await runSession({ start, systems, folder, display, controller, teardown, hurry: hurry.signal });
    display.close();
    print(`\n${resultTable(session.results)}\n`);
    await afterwards(start, session, folder, controller.signal);
    return ended(session, start);
  };
  const ending = await run().catch((error) => {
    display.close();
    return explain(controller.signal.aborted ? controller.signal.reason : error, folder);
  });
  if (ending.isKept) return ending.exitCode;
  controller.abort();
  const undone = await teardown.run().then(
    () => ENDED_WELL,
    (error) => explain(error, folder),
  );
  display.close();
  if (ending.hasLogs || undone.hasLogs) print(`The logs of this run are in ${folder}.`);
  else await rm(folder, { recursive: true, force: true });
  return ending.exitCode || undone.exitCode;
}

/** What happens once the table is shown. */
async function afterwards({ afterwards }: StartOptions, session: Session, folder: string, signal: AbortSignal) {
  if (afterwards === "end") return;
  const { emulator, servicePids, environment, shellVariables } = session;
  const file = await writeEnvironmentFile(folder, emulator, environment, shellVariables);
  print(`AWS answers at ${emulator.endpoint}. In another shell: source ${relative(process.cwd(), file)}`);
  if (afterwards === "keep") {
    const pids = [...(emulator.pid !== undefined ? [emulator.pid] : []), ...servicePids];
    if (pids.length > 0) print(`End it with: kill -- ${pids.map((pid) => -pid).join(" ")}`);
    return;
  }
  print("Ctrl-C ends it.");
  await sleep(UNTIL_INTERRUPTED_MS, undefined, { signal });
}

function ended({ results }: Session, { afterwards }: StartOptions): Ending {
  const passed = results.every((result) => result.passed);
  return { exitCode: passed ? 0 : 1, hasLogs: !passed, isKept: afterwards === "keep" };
}

/** Says on standard error what went wrong. */
function explain(error: unknown, folder: string): Ending {
  if (error instanceof Interruption) {
    process.stderr.write(`${error.message}\n`);
    return { exitCode: error.exitCode, hasLogs: false };
  }
  if (error instanceof UserError) {
    process.stderr.write(`${error.message}\n`);
    // A mistake is explained in full, unless the message leads to a log.
    return { exitCode: 1, hasLogs: error.message.includes(folder) };
  }
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  return { exitCode: 1, hasLogs: true };
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

void main().then((exitCode) => {
  process.exitCode = exitCode;
});
