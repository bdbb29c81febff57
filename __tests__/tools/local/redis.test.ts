import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, jest } from "@jest/globals";
import { build } from "esbuild";
import { openRedis } from "../../../functions/flag-propagation/cache/redis-client";
import { CREDENTIALS, REGION, startEmulator } from "../../../tools/local/emulator";
import { emulatorRuntime } from "../../../tools/local/emulator-runtime";
import { signedFetch } from "../../../tools/local/signed-fetch";
import { type RunningRedis, startRedis } from "../../../tools/local/systems/redis";
import { describeWithRedis } from "../../functions/flag-propagation/support/real-redis";
import { invokeCode } from "./invoke-once";

/** The first run on a machine installs the emulator. */
jest.setTimeout(180_000);

describeWithRedis("the local Redis", () => {
  let folder = "";
  let running: RunningRedis;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "redis-"));
    running = await startRedis({ folder: join(folder, "redis"), signal: new AbortController().signal });
  });
  afterAll(async () => {
    await running.stop();
    await rm(folder, { recursive: true });
  });

  it("keeps its data over a restart, and refuses writes rather than forget when it is full", async () => {
    const redis = openRedis(running.client);
    await redis.send([["HSET", "kept", "field", "value"]]);
    await running.restart();
    expect(
      await redis.send([
        ["HGETALL", "kept"],
        ["CONFIG", "GET", "maxmemory-policy"],
      ]),
    ).toEqual([
      ["field", "value"],
      ["maxmemory-policy", "noeviction"],
    ]);
    redis.close();
  });

  it("runs beside another on a port of its own, and leaves no process when it is stopped", async () => {
    const other = await startRedis({ folder: join(folder, "other"), signal: new AbortController().signal });
    expect(other.port).not.toBe(running.port);
    await other.stop();
    expect(() => process.kill(-Number(other.pid), 0)).toThrow("ESRCH");
  });

  it("has its token in no file that others may read", async () => {
    const token = String(running.variables.cache_auth_token);
    expect(await readFile(join(folder, "redis", "redis.log"), "utf8")).not.toContain(token);
    expect((await stat(join(folder, "redis", "redis.conf"))).mode & 0o077).toBe(0);
  });

  it("FLAG-05 is where the emulator's ElastiCache says, and a function reaches it over TLS that it verifies", async () => {
    const runtime = await emulatorRuntime({ signal: new AbortController().signal, note: () => undefined });
    const environment = running.emulatorEnvironment ?? {};
    const emulator = await startEmulator({ folder: join(folder, "emulator"), runtime, environment });
    try {
      const endpoint = await replicationGroupEndpoint(emulator.endpoint);
      expect(endpoint).toEqual({ address: "127.0.0.1", port: String(running.port) });

      const answer = await invokeCode<Record<string, unknown>>(emulator.endpoint, await pingFunction(), {
        CACHE_URL: `rediss://${endpoint.address}:${endpoint.port}`,
        TOKEN: String(running.variables.cache_auth_token),
      });
      expect(answer).toEqual({
        replies: ["PONG"],
        authority: environment.NODE_EXTRA_CA_CERTS,
        settings: [],
      });
    } finally {
      await emulator.stop();
    }
  });
});

/** A function with our own client, which is given no certificate: it trusts what its Node trusts. */
async function pingFunction(): Promise<string> {
  const code = `
    import { openRedis } from "./functions/flag-propagation/cache/redis-client";
    export async function handler() {
      const redis = openRedis({ url: process.env.CACHE_URL, readToken: async () => process.env.TOKEN });
      return {
        replies: await redis.send([["PING"]]),
        authority: process.env.NODE_EXTRA_CA_CERTS,
        settings: Object.keys(process.env).filter((name) => name.startsWith("REDIS_")),
      };
    }`;
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: process.cwd() },
    bundle: true,
    platform: "node",
    format: "cjs",
    write: false,
  });
  return String(outputFiles[0]?.text);
}

async function replicationGroupEndpoint(endpoint: string) {
  const call = async (parameters: Record<string, string>) => {
    const response = await signedFetch(new URL(endpoint), {
      service: "elasticache",
      region: REGION,
      credentials: CREDENTIALS,
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ Version: "2015-02-02", ReplicationGroupId: "flags", ...parameters }).toString(),
    });
    return response.text();
  };
  await call({
    Action: "CreateReplicationGroup",
    ReplicationGroupDescription: "flags",
    Engine: "redis",
    TransitEncryptionEnabled: "true",
    AuthToken: "a-token-of-sixteen-characters",
  });
  const xml = await call({ Action: "DescribeReplicationGroups" });
  const primary = /<PrimaryEndpoint>(.*?)<\/PrimaryEndpoint>/s.exec(xml)?.[1] ?? xml;
  return {
    address: /<Address>(.*?)<\/Address>/.exec(primary)?.[1],
    port: /<Port>(.*?)<\/Port>/.exec(primary)?.[1],
  };
}
