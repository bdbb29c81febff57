import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { cacheKey, encodeEntry } from "../../functions/flag-propagation/cache/cache-entry";
import { openRedis } from "../../functions/flag-propagation/cache/redis-client";
import { RedisFlagCache } from "../../functions/flag-propagation/cache/redis-flag-cache";
import { boundOf, WRITE_SCRIPT_SHA } from "../../functions/flag-propagation/cache/write-script";
import type { CacheWrite } from "../../functions/flag-propagation/cache-updater/ports";
import { freePort } from "../local/systems/free-port";
import { checkRedisServer, startRedisServer } from "../local/systems/redis-server";
import { type Bound, checkBounds, format, printTable } from "./report";

/** Many and short, and a rate counts that only a tenth of them surpass: what else the machine does can only slow both. */
const ROUNDS = 41;
const BETTER = 0.9;
const SERVICE = "service-0001";

interface Case {
  readonly name: string;
  /** Calls that are under way at a time, all over one connection. */
  readonly inFlight: number;
  readonly writesPerCall: number;
  readonly callsPerRound: number;
  /** Of redis-benchmark's own rate, the least that ours may be. */
  readonly share: number;
}

const CASES: readonly Case[] = [
  { name: "one after another", inFlight: 1, writesPerCall: 1, callsPerRound: 4_000, share: 0.8 },
  { name: "50 in flight", inFlight: 50, writesPerCall: 1, callsPerRound: 20_000, share: 0.65 },
  { name: "1,000 keys in one script", inFlight: 1, writesPerCall: 1_000, callsPerRound: 40, share: 0.65 },
];

/**
 * Versioned writes through our cache against redis-benchmark's own EVALSHA: the same script, arguments and server, in
 * turns, neither with TLS.
 */
export async function benchCache(): Promise<readonly string[]> {
  await checkRedisServer();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "plumbline-bench-"));
  const port = await freePort();
  const config = path.join(folder, "redis.conf");
  fs.writeFileSync(config, `bind 127.0.0.1\nport ${port}\ndir "${folder}"\nsave ""\nappendonly no\n`);
  const server = await startRedisServer(config, port, path.join(folder, "redis.log"), {
    signal: new AbortController().signal,
  });
  const redis = openRedis({ url: `redis://127.0.0.1:${port}` });
  try {
    const cache = new RedisFlagCache(redis);
    const rows: string[][] = [];
    const bounds: Bound[] = [];
    for (const each of CASES) {
      const { ours, theirs } = await measure(each, cache, port);
      rows.push([each.name, perSecond(ours), perSecond(theirs), format(ours / theirs)]);
      bounds.push({
        what: `${each.name}: time of ours / redis-benchmark's`,
        value: theirs / ours,
        limit: 1 / each.share,
      });
    }
    printTable(
      `Versioned writes, calls a second: the best tenth of ${ROUNDS} interleaved rounds`,
      ["", "ours", "redis-benchmark", "ratio"],
      rows,
    );
    return checkBounds(bounds);
  } finally {
    redis.close();
    await server.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(of: Case, cache: RedisFlagCache, port: number) {
  const writes = versionedWrites(of.writesPerCall);
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const rates = [await ourRate(of, cache, writes), await theirRate(of, writes, port)] as const;
    // The first round, which warms caches and teaches the server the script, is not counted.
    if (round === 0) continue;
    ours.push(rates[0]);
    theirs.push(rates[1]);
  }
  return { ours: undisturbed(ours), theirs: undisturbed(theirs) };
}

async function ourRate({ inFlight, callsPerRound }: Case, cache: RedisFlagCache, writes: readonly CacheWrite[]) {
  const makeCalls = async (count: number) => {
    let left = count;
    const worker = async () => {
      while (left-- > 0) await cache.write(SERVICE, writes);
    };
    await Promise.all(Array.from({ length: inFlight }, worker));
  };
  // Runs up unmeasured, as redis-benchmark does: its clock starts once its process is there and connected.
  await makeCalls(Math.ceil(callsPerRound / 10));
  const started = performance.now();
  await makeCalls(callsPerRound);
  return (callsPerRound / (performance.now() - started)) * 1_000;
}

async function theirRate({ inFlight, callsPerRound }: Case, writes: readonly CacheWrite[], port: number) {
  const command = ["EVALSHA", WRITE_SCRIPT_SHA, "1", cacheKey(SERVICE)];
  for (const write of writes) command.push(write.flagId, boundOf(write), write.value);
  const options = ["-p", String(port), "-c", "1", "-P", String(inFlight), "-n", String(callsPerRound), "--csv"];
  const { stdout } = await promisify(execFile)("redis-benchmark", [...options, ...command], { maxBuffer: 2 ** 26 });
  // The name of the test is the whole command, which may hold anything; the numbers after it start with the rate.
  const [rate] = stdout.trimEnd().split('","').slice(-7);
  if (!(Number(rate) > 0)) throw new Error(`redis-benchmark told no rate: ${stdout.slice(-200)}`);
  return Number(rate);
}

/**
 * Writes that are newer each time they are made, so that a command that is the same each time does all of the work: the
 * version that they are compared by is above the one that they leave.
 */
function versionedWrites(count: number): CacheWrite[] {
  return Array.from({ length: count }, (_, index) => {
    const flagId = `new-checkout-${String(index).padStart(4, "0")}`;
    const time = 1_700_000_000_000;
    const value = encodeEntry({
      flag_id: flagId,
      version: 41,
      environment: "dev",
      written_at: time,
      received_at: time,
      validated_at: time,
      published_at: time,
      queued_at: time,
      cached_at: time,
      flag: {
        state: "ENABLED",
        variants: { on: true, off: false },
        defaultVariant: "off",
        targeting: { if: [{ in: ["@example.com", { var: "email" }] }, "on", null] },
      },
    });
    return { flagId, version: 42, value };
  });
}

function undisturbed(rates: readonly number[]): number {
  return [...rates].sort((a, b) => a - b)[Math.floor(rates.length * BETTER)] ?? Number.NaN;
}

function perSecond(rate: number): string {
  return String(Math.round(rate));
}
