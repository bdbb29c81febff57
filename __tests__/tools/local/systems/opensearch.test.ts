import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { type RunningOpenSearch, startOpenSearch } from "../../../../tools/local/systems/opensearch";
import { describeWithOpenSearch } from "../../../functions/flag-propagation/support/real-opensearch";

/** The first run on a machine installs OpenSearch. */
jest.setTimeout(180_000);

const { signal } = new AbortController();
const ENTRY = { flag_id: "new-checkout", version: 42 };

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "opensearch-"));
});
afterAll(() => rm(folder, { recursive: true }));

describeWithOpenSearch("the local OpenSearch", () => {
  let running: RunningOpenSearch;
  beforeAll(async () => {
    running = await startOpenSearch({ folder: join(folder, "node"), signal });
  });
  afterAll(() => running.stop());

  const ask = async (path: string, init: RequestInit = {}) => {
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${running.url}${path}`, { headers, ...init });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const entry = async (id: string) => (await ask(`/entries/_doc/${id}`)).body._source;

  it("is the version that the domain runs, one node, where the stack is told", async () => {
    expect((await ask("/")).body).toMatchObject({ version: { number: "2.19.1", distribution: "opensearch" } });
    expect((await ask("/_cluster/health")).body).toMatchObject({ status: "green", number_of_nodes: 1 });
    expect(running.variables).toEqual({ audit_endpoint: running.url });
  });

  it("listens on loopback alone", async () => {
    const { body } = await ask("/_nodes/http,transport");
    const [node] = Object.values(body.nodes as Record<string, Record<string, { bound_address: string[] }>>);
    const addresses = [...(node?.http?.bound_address ?? []), ...(node?.transport?.bound_address ?? [])];
    expect(addresses).toHaveLength(2);
    expect(addresses.filter((address) => !address.startsWith("127.0.0.1:"))).toEqual([]);
  });

  it("has after a crash what it acknowledged before, at the same address, and nothing answers between", async () => {
    const document = { method: "PUT", body: JSON.stringify(ENTRY) };
    expect((await ask("/entries/_create/one", document)).status).toBe(201);
    await running.kill();
    await expect(ask("/")).rejects.toThrow("fetch failed");

    await running.restart();
    expect(await entry("one")).toEqual(ENTRY);
    expect((await ask("/entries/_create/one", document)).status).toBe(409);
  });

  it("keeps all that it writes in its folder", async () => {
    const names = await readdir(join(folder, "node"));
    expect(names).toEqual(expect.arrayContaining(["data", "opensearch.log", "opensearch.yml", "tmp"]));
  });

  it("runs beside another on ports of its own, and ends with whoever started it, be it killed", async () => {
    const { parent, url } = await startedByAnother(join(folder, "beside"));
    expect((await fetch(url)).status).toBe(200);
    expect((await fetch(running.url)).status).toBe(200);
    parent.kill("SIGKILL");
    await eventually(async () => !(await answers(url)));
  });

  it("that cannot start says what it printed last, and where all of it is", async () => {
    const node = join(folder, "broken");
    await mkdir(node);
    // A file in the place of the folder that it keeps its data in.
    await writeFile(join(node, "data"), "");
    const message = /^OpenSearch did not start: .*data.*\. .*opensearch\.log has all it printed\.$/;
    await expect(startOpenSearch({ folder: node, signal })).rejects.toThrow(message);
  });

  it("closes what it has open and leaves no process when it is stopped", async () => {
    await running.stop();
    expect(isRunning(Number(running.pid))).toBe(false);
    expect(await readFile(join(folder, "node", "opensearch.log"), "utf8")).toMatch(/\] closed\s*$/);
  });
});

describe("a machine that cannot have OpenSearch", () => {
  it("is told what is missing and how to install it", async () => {
    const { error } = await started("startOpenSearch", { PATH: folder });
    expect(error).toMatch(
      /^There is no java on the PATH\. Install a JDK 17 or later: 'apt-get install openjdk-17-jdk-headless' on/,
    );
  });

  it("does without and says why, and what is written there finds nobody", async () => {
    const { notes, service } = await started("openSearch.start", { PATH: folder });
    expect(notes).toEqual([expect.stringMatching(/^OpenSearch is left out\. There is no java on the PATH\./)]);
    expect(service?.unavailable).toMatch(/^There is no java on the PATH\./);
    await expect(fetch(String(service?.variables.audit_endpoint))).rejects.toThrow();
    // Nor does a deployment wait for what is not there.
    expect(service?.variables.audit_setup).toBe("false");
  });

  it("is a failure in CI", async () => {
    const { error } = await started("openSearch.start", { PATH: folder, CI: "true" });
    expect(error).toMatch(/^There is no java on the PATH\./);
  });
});

interface Outcome {
  readonly error?: string;
  readonly notes: readonly string[];
  readonly service?: { readonly unavailable?: string; readonly variables: Readonly<Record<string, string>> };
}

/** What comes of a start in a process that has no other environment than this. */
async function started(start: "startOpenSearch" | "openSearch.start", env: Record<string, string>): Promise<Outcome> {
  const code = `
    require("tsx/cjs");
    const { openSearch, startOpenSearch } = require("./tools/local/systems/opensearch.ts");
    const notes = [];
    const options = { folder: ${JSON.stringify(join(folder, "none"))}, signal: new AbortController().signal };
    ${start}({ ...options, note: (line) => notes.push(line) }).then(
      (service) => console.log(JSON.stringify({ notes, service })),
      (error) => console.log(JSON.stringify({ notes, error: error.message })),
    );`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--eval", code], { env });
  return JSON.parse(stdout) as Outcome;
}

/** A process of its own that starts a node and then waits. */
async function startedByAnother(node: string): Promise<{ readonly parent: ChildProcess; readonly url: string }> {
  const code = `
    require("tsx/cjs");
    const { startOpenSearch } = require("./tools/local/systems/opensearch.ts");
    startOpenSearch({ folder: ${JSON.stringify(node)}, signal: new AbortController().signal })
      .then(({ url }) => console.log(url), console.error);
    setInterval(() => undefined, 60_000);`;
  const parent = spawn(process.execPath, ["--eval", code], { stdio: ["ignore", "pipe", "inherit"] });
  const [url] = await once(createInterface(parent.stdout), "line");
  return { parent, url };
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}

async function eventually(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await sleep(50);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
