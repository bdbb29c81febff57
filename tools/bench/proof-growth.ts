import fs from "node:fs";
import path from "node:path";
import { prove } from "../../modules/proof/proof";
import { interleave } from "./interleave";
import { runNode } from "./processes";
import { type Bound, milliseconds, printTable } from "./report";

const COUNTS = [10, 100, 1000, 10_000];
const ROUNDS = 3;

interface Point {
  readonly count: number;
  readonly edges: number;
  readonly time: number;
}

/** How the time of a proof grows with the number of queues. */
export async function measureProofGrowth(scratch: string): Promise<Bound[]> {
  const points: Point[] = [];
  for (const count of COUNTS) points.push(await measure(scratch, count));
  printTable(
    `Growth of a proof: median of ${ROUNDS} runs`,
    ["queues", "connections", "time", "a queue more"],
    points.map(({ count, edges, time }, index) => {
      const before = points[index - 1];
      const marginal = before === undefined ? "" : milliseconds((time - before.time) / (count - before.count));
      return [String(count), String(edges), milliseconds(time), marginal];
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
  ];
}

async function measure(scratch: string, count: number): Promise<Point> {
  const outdir = path.join(scratch, "queues");
  runNode(["tools/run.cjs", "tools/bench/queues-main.ts", String(count)], outdir);
  const json = JSON.parse(fs.readFileSync(path.join(outdir, "stacks/queues/cdk.tf.json"), "utf8"));
  fs.rmSync(outdir, { recursive: true });
  let edges = 0;
  const { time } = await interleave(ROUNDS, {
    time: () => {
      edges = prove(json).edges.length;
    },
  });
  return { count, edges, time };
}
