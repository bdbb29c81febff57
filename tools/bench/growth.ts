import fs from "node:fs";
import path from "node:path";
import { runNode } from "./processes";
import { type Bound, format, milliseconds, printTable } from "./report";

const COUNTS = [10, 100, 1000, 10_000];
const MEBIBYTE_IN_KIBIBYTES = 1024;

/** How time and memory of our synth grow with the number of queues. */
export function measureGrowth(scratch: string): Bound[] {
  const points = COUNTS.map((count) => ({ count, ...synthesize(scratch, count) }));
  printTable(
    "Growth of our synth",
    ["queues", "time", "a queue more", "peak memory"],
    points.map(({ count, time, memory }, index) => {
      const before = points[index - 1];
      const marginal = before === undefined ? "" : milliseconds((time - before.time) / (count - before.count));
      return [String(count), milliseconds(time), marginal, `${format(memory)} MiB`];
    }),
  );
  const [, hundred, thousand, tenThousand] = points;
  if (hundred === undefined || thousand === undefined || tenThousand === undefined) return [];
  const perQueue = (from: Point, to: Point) => (to.time - from.time) / (to.count - from.count);
  return [
    {
      what: "a queue more at 10,000 / at 1,000",
      value: perQueue(thousand, tenThousand) / perQueue(hundred, thousand),
      limit: 1.5,
    },
    { what: "MiB at 10,000 queues", value: tenThousand.memory, limit: 600 },
  ];
}

interface Point {
  readonly count: number;
  readonly time: number;
  /** In MiB. */
  readonly memory: number;
}

function synthesize(scratch: string, count: number): Omit<Point, "count"> {
  const outdir = path.join(scratch, "growth");
  const started = performance.now();
  const kibibytes = runNode(["tools/run.cjs", "tools/bench/queues-main.ts", String(count)], outdir);
  const time = performance.now() - started;
  fs.rmSync(outdir, { recursive: true });
  return { time, memory: Number(kibibytes) / MEBIBYTE_IN_KIBIBYTES };
}
