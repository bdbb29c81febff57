import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { buildFunctions } from "../../modules/code/build-functions";
import { codeOf } from "../../modules/proof/code-of";
import { prove } from "../../modules/proof/proof";
import { SYSTEMS } from "../../modules/systems/systems";
import { synthesize } from "../proof/synthesize";
import { interleave } from "./interleave";
import { ROOT, runNode } from "./processes";
import { measureProofGrowth } from "./proof-growth";
import { type Bound, checkBounds, format, milliseconds, printTable } from "./report";

const ROUNDS = 11;

/** What five systems have together. While there are fewer, those there are take their places. */
const EDGES = 200;

/** A proof in a warm process, what it adds to a synth, and how it grows. */
export async function benchProof(): Promise<readonly string[]> {
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "plumbline-bench-"));
  try {
    return checkBounds([
      ...(await measureWarm()),
      ...(await measureShare(scratch)),
      ...(await measureProofGrowth(scratch)),
    ]);
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
}

async function measureWarm(): Promise<Bound[]> {
  const bundles = await buildFunctions();
  const systems = await Promise.all(
    synthesize(Object.keys(SYSTEMS), bundles).map(async ({ text }) => {
      const json = JSON.parse(text);
      return { json, code: await codeOf(ROOT, bundles, json) };
    }),
  );
  const proveOnce = () => systems.reduce((edges, { json, code }) => edges + prove(json, code).edges.length, 0);
  const times = Math.max(1, Math.ceil(EDGES / proveOnce()));
  let edges = 0;
  const { warm } = await interleave(ROUNDS, {
    warm: () => {
      edges = 0;
      for (let time = 0; time < times; time++) edges += proveOnce();
    },
  });
  printTable(
    `Proof in a warm process: median of ${ROUNDS} runs`,
    ["", "connections", "time", "a connection"],
    [
      [
        Object.keys(SYSTEMS).join(", ") + (times > 1 ? `, ${times} times` : ""),
        String(edges),
        milliseconds(warm),
        milliseconds(warm / edges),
      ],
    ],
  );
  return [{ what: `ms for ${edges} connections`, value: warm, limit: 1000 }];
}

/** Nothing has changed since the last run, as on most synths: bundles, what the code does and the proof are kept. */
async function measureShare(scratch: string): Promise<Bound[]> {
  const run = (entry: string) => () => void runNode(["tools/run.cjs", entry], path.join(scratch, "share"));
  const { synth, both } = await interleave(ROUNDS, {
    synth: run("tools/bench/unproven-main.ts"),
    both: run("main.ts"),
  });
  printTable(
    `Whole processes: median of ${ROUNDS} interleaved runs`,
    ["", "time", "of synth"],
    [
      ["synth without its proof", milliseconds(synth), ""],
      ["synth", milliseconds(both), format(both / synth)],
    ],
  );
  return [{ what: "what a proof adds / synth", value: (both - synth) / synth, limit: 0.25 }];
}
