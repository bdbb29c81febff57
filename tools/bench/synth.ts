import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { measureGrowth } from "./growth";
import { interleave } from "./interleave";
import { differences, ROOT, readTree, runNode } from "./processes";
import { type Bound, checkBounds, format, milliseconds, printTable } from "./report";

const ROUNDS = 11;

interface Case {
  readonly title: string;
  /** The entry and its arguments. */
  readonly entry: readonly string[];
  /** What ours may take of stock. */
  readonly limit: number;
}

const CASES: readonly Case[] = [
  { title: "this project (main.ts)", entry: ["main.ts"], limit: 0.5 },
  { title: "156 queues, 624 resources", entry: ["tools/bench/queues-main.ts", "156"], limit: 0.35 },
];

/** Whole processes: our synth, a stock one of the same tree, and the floor, in one interleaved run. */
export async function benchSynth(): Promise<readonly string[]> {
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "plumbline-bench-"));
  try {
    const bounds: Bound[] = [];
    for (const benchmark of CASES) bounds.push(...(await measure(benchmark, scratch)));
    bounds.push(...measureGrowth(scratch));
    return checkBounds(bounds);
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
}

async function measure({ title, entry, limit }: Case, scratch: string): Promise<Bound[]> {
  const outdir = (name: string) => path.join(scratch, name);
  const ours = () => void runNode(["tools/run.cjs", ...entry], outdir("ours"));
  const stock = () => void runNode(["-r", "tsx/cjs", ...entry], outdir("stock"));
  ours();
  const json = [...readTree(outdir("ours")).keys()].filter((file) => file.endsWith(".json"));
  const floor = () =>
    void runNode([path.join(ROOT, "tools/bench/write-json.cjs"), outdir("ours"), outdir("floor"), ...json], scratch);

  const times = await interleave(ROUNDS, { ours, stock, floor });
  const different = differences(readTree(outdir("ours")), readTree(outdir("stock")));
  for (const name of ["ours", "stock", "floor"]) fs.rmSync(outdir(name), { recursive: true });

  const row = (name: string, time: number) => [
    name,
    milliseconds(time),
    format(time / times.stock),
    format(time / times.floor),
  ];
  printTable(
    `Synth of ${title}: median of ${ROUNDS} interleaved runs of whole processes`,
    ["", "time", "of stock", "of floor"],
    [
      row("ours (node tools/run.cjs)", times.ours),
      row("stock (node -r tsx/cjs)", times.stock),
      row("floor (node writes the same JSON)", times.floor),
    ],
  );
  return [
    { what: `${title}: ours / stock`, value: times.ours / times.stock, limit },
    { what: `${title}: files that differ from stock`, value: different.length, limit: 0 },
  ];
}
