import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { FlagChange } from "../../functions/flag-propagation/flag/flag-change";
import { messageBody } from "../../functions/shared/aws/message-body";
import { type Emulator, startEmulator } from "../local/emulator";
import { type EmulatorRuntime, emulatorRuntime } from "../local/emulator-runtime";
import { lastArrivals, MOST_MESSAGES } from "./fanout/arrivals";
import { clientsOf, type FanOut } from "./fanout/fan-out";
import { ourFanOut } from "./fanout/our-fan-out";
import { bareFanOut, openFanOut } from "./fanout/plain-fan-outs";
import { type FanOutBlocks, fanOutBlocks } from "./fanout/synthesized";
import { median } from "./interleave";
import { type Bound, checkBounds, format, milliseconds, printTable } from "./report";

const COUNTS = [156, 1000];
/** Each of as many publications as a queue gives out in one call. The first round, which warms up, is not counted. */
const ROUNDS = 4;
const LIMIT = 1.3;
const MEBIBYTE_IN_KIBIBYTES = 1024;

const SUBJECTS = ["ours", "bare", "open"] as const;
type OfEach<Value> = Readonly<Record<(typeof SUBJECTS)[number], Value>>;

interface Measurement {
  readonly count: number;
  /** Milliseconds from each publication until the last queue had the message. */
  readonly times: OfEach<readonly number[]>;
  /** Of the emulator with all fan-outs in it, in MiB; undefined where `ps` does not tell. */
  readonly memory: number | undefined;
}

/**
 * From the publication of a change until the last queue has it: the fan-out that is synthesized, with the validator's own
 * publisher, against the same message through a plain topic into plain queues, and, without a bound, against less than
 * anybody would deploy. All are at one emulator and take turns. The milliseconds are the emulator's, which reads each
 * queue's policy and serves one queue after another: they say nothing of AWS.
 */
export async function benchFanOut(): Promise<readonly string[]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "plumbline-bench-"));
  try {
    const { signal } = new AbortController();
    const runtime = await emulatorRuntime({ signal, note: (line) => console.log(line) });
    const blocks = await fanOutBlocks(path.join(folder, "synthesized"));
    const measurements: Measurement[] = [];
    for (const count of COUNTS) {
      measurements.push(await measure(count, blocks, runtime, path.join(folder, `emulator-${count}`)));
    }
    return report(measurements);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function report(measurements: readonly Measurement[]): readonly string[] {
  const publications = (ROUNDS - 1) * MOST_MESSAGES;
  const bounds: Bound[] = [];
  for (const { count, times, memory } of measurements) {
    const medians = { ours: median(times.ours), bare: median(times.bare), open: median(times.open) };
    const row = (name: string, time: number) => [name, milliseconds(time), format(time / medians.bare)];
    printTable(
      `Emulator, publication to the last of ${count} queues: median of ${publications} publications in turns`,
      ["", "time", "of bare"],
      [
        row("ours (key, TLS only, dead letters, published by the validator)", medians.ours),
        row("bare (the same message, a plain queue with the policy of AWS's documentation)", medians.bare),
        row("open (no message attributes, any topic may send)", medians.open),
      ],
    );
    if (memory !== undefined) console.log(`  The emulator with all of them takes ${format(memory)} MiB.`);
    bounds.push({ what: `${count} queues: ours / bare`, value: medians.ours / medians.bare, limit: LIMIT });
  }
  return checkBounds(bounds);
}

/** At an emulator of its own, so that it holds no queues of another count. */
async function measure(
  count: number,
  blocks: FanOutBlocks,
  runtime: EmulatorRuntime,
  folder: string,
): Promise<Measurement> {
  const emulator = await startEmulator({ folder, runtime });
  const clients = clientsOf(emulator.endpoint);
  try {
    const fanOuts = {
      ours: await ourFanOut(clients, blocks, count),
      bare: await bareFanOut(clients, count),
      open: await openFanOut(clients, count),
    };
    const times = { ours: [] as number[], bare: [] as number[], open: [] as number[] };
    for (let round = 0; round < ROUNDS; round++) {
      const changes = Array.from({ length: MOST_MESSAGES }, (_, index) => changeOf(1 + round * MOST_MESSAGES + index));
      const started = await publishInTurns(changes, fanOuts);
      for (const name of SUBJECTS) {
        const arrived = await lastArrivals(clients.sqs, fanOuts[name].queueUrls, changes.map(messageBody));
        if (round > 0) times[name].push(...arrived.map((time, index) => time - (started[name][index] ?? Number.NaN)));
      }
    }
    return { count, times, memory: await memoryOf(emulator) };
  } finally {
    for (const client of Object.values(clients)) client.destroy();
    await emulator.stop();
  }
}

/** One after another, each change by another first. @returns when each publication was begun */
async function publishInTurns(changes: readonly FlagChange[], fanOuts: OfEach<FanOut>): Promise<OfEach<number[]>> {
  const now = wallClock();
  const started = { ours: [] as number[], bare: [] as number[], open: [] as number[] };
  for (const [index, change] of changes.entries()) {
    for (const turn of SUBJECTS.keys()) {
      const name = SUBJECTS[(index + turn) % SUBJECTS.length] ?? "ours";
      started[name].push(now());
      await fanOuts[name].publish(change);
    }
  }
  return started;
}

/** Milliseconds since 1970 with fractions: counted from the moment in which the system's clock turns to a new one. */
function wallClock(): () => number {
  const before = Date.now();
  let turned = before;
  while (turned === before) turned = Date.now();
  const offset = turned - performance.now();
  return () => performance.now() + offset;
}

/** What the validator publishes of an ordinary flag. */
function changeOf(version: number): FlagChange {
  const time = Date.now();
  return {
    flag_id: "new-checkout",
    version,
    environment: "dev",
    written_at: time,
    received_at: time,
    validated_at: time,
    published_at: time,
    flag: {
      state: "ENABLED",
      variants: { on: true, off: false },
      defaultVariant: "off",
      targeting: { if: [{ in: ["@example.com", { var: "email" }] }, "on", null] },
    },
  };
}

async function memoryOf({ pid }: Emulator): Promise<number | undefined> {
  const listed = await promisify(execFile)("ps", ["-o", "rss=", "-p", String(pid)]).catch(() => undefined);
  const kibibytes = Number(listed?.stdout);
  return kibibytes > 0 ? kibibytes / MEBIBYTE_IN_KIBIBYTES : undefined;
}
