import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { type RunningOpenSearch, startOpenSearch } from "../../../../tools/local/systems/opensearch";

const missing = (["java", "javac", "mvn"] as const).filter((command) => spawnSync(command, ["-version"]).status !== 0);

/**
 * Tests that need a real OpenSearch. On a machine without a JDK and Maven one plain line takes their place; under CI it
 * is a failure, since nothing would have been shown.
 */
export function describeWithOpenSearch(name: string, tests: () => void): void {
  if (missing.length === 0) {
    describe(name, tests);
    return;
  }
  const remedy = `'${name}' needs ${missing.join(" and ")}: 'apt-get install openjdk-17-jdk-headless maven', or tools/bootstrap.sh.`;
  it(`${name}: is not tested without ${missing.join(" and ")}`, () => {
    if (process.env.CI) throw new Error(remedy);
    process.stderr.write(`${remedy}\n`);
    expect(missing).not.toEqual([]);
  });
}

interface TestOpenSearch extends RunningOpenSearch {
  /** Ends it and removes its files. */
  close(): Promise<void>;
}

/** An OpenSearch of a test file's own. Takes some seconds; the first on a machine takes what Maven takes. */
export async function realOpenSearch(): Promise<TestOpenSearch> {
  const folder = await mkdtemp(join(tmpdir(), "opensearch-"));
  const note = (line: string) => process.stderr.write(`${line}\n`);
  const node = await startOpenSearch({ folder, signal: new AbortController().signal, note });
  const close = async () => {
    await node.kill();
    await rm(folder, { recursive: true });
  };
  return { ...node, close };
}
