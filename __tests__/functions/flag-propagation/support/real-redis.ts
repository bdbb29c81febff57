import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { type RunningRedis, startRedis } from "../../../../tools/local/systems/redis";
import { REDIS_SERVER } from "../../../../tools/local/systems/redis-server";

const isInstalled = spawnSync(REDIS_SERVER, ["--version"]).status === 0;

/**
 * Tests that need a real Redis. On a machine without redis-server one plain line takes their place; under CI it is a
 * failure, since nothing would have been shown.
 */
export function describeWithRedis(name: string, tests: () => void): void {
  if (isInstalled) {
    describe(name, tests);
    return;
  }
  const remedy = `'${name}' needs redis-server: 'apt-get install redis-server', or tools/bootstrap.sh.`;
  it(`${name}: is not tested without redis-server`, () => {
    if (process.env.CI) throw new Error(remedy);
    process.stderr.write(`${remedy}\n`);
    expect(isInstalled).toBe(false);
  });
}

export interface TestRedis extends RunningRedis {
  /** Ends it and removes its files. */
  close(): Promise<void>;
}

/** A Redis of a test file's own. */
export async function realRedis(): Promise<TestRedis> {
  const folder = await mkdtemp(join(tmpdir(), "redis-"));
  const redis = await startRedis({ folder, signal: new AbortController().signal });
  const close = async () => {
    await redis.kill();
    await rm(folder, { recursive: true });
  };
  return { ...redis, close };
}
