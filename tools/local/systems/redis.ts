import { randomBytes } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openRedis, type RedisOptions } from "../../../functions/flag-propagation/cache/redis-client";
import { loopbackCertificate } from "./certificate";
import { freePort } from "./free-port";
import { checkRedisServer, startRedisServer } from "./redis-server";
import type { ServerProcess } from "./server-process";
import type { RunningService, Service, ServiceOptions } from "./service";

const HOST = "127.0.0.1";

export interface RunningRedis extends RunningService {
  readonly port: number;
  /** What opens a connection to it. */
  readonly client: RedisOptions & { readonly url: string; readonly ca: string };
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
  /** Starts it again where it was, with the data that it had. Ends it first if it runs. */
  restart(): Promise<void>;
}

/** Real Redis, as ElastiCache runs it: TLS and a token on every connection, full memory refuses writes. */
export const redis: Service = { name: "redis", start: startRedis };

/**
 * Starts a Redis on loopback with a port, a token, a certificate and a data folder of its own.
 *
 * @param options.token @default a random one
 * @throws UserError where this machine has no redis-server
 */
export async function startRedis(options: ServiceOptions & { readonly token?: string }): Promise<RunningRedis> {
  await checkRedisServer();
  const { folder } = options;
  const token = options.token ?? randomBytes(24).toString("hex");
  const [port, { certificate, privateKey }] = await Promise.all([
    freePort(),
    loopbackCertificate(),
    mkdir(folder, { recursive: true }),
  ]);
  const file = (name: string) => join(folder, name);
  await Promise.all([
    writeFile(file("certificate.pem"), certificate),
    writeFile(file("key.pem"), privateKey, { mode: 0o600 }),
    writeFile(file("redis.conf"), configuration(folder, port, token), { mode: 0o600 }),
  ]);

  const start = () => startRedisServer(file("redis.conf"), port, file("redis.log"), options);
  const client = { url: `rediss://${HOST}:${port}`, ca: certificate, readToken: async () => token };
  let server: ServerProcess = await start();
  try {
    await answers(client);
  } catch (error) {
    await server.kill();
    throw error;
  }
  return {
    port,
    client,
    pid: server.pid,
    variables: { cache_auth_token: token, cache_port: String(port) },
    emulatorEnvironment: {
      // What the emulator's ElastiCache gives as its endpoint.
      REDIS_HOST: HOST,
      REDIS_PORT: String(port),
      // Functions trust the certificate as they trust Amazon's.
      NODE_EXTRA_CA_CERTS: file("certificate.pem"),
    },
    kill: () => server.kill(),
    restart: async () => {
      await server.kill();
      server = await start();
      await answers(client);
    },
    stop: () => server.stop(),
  };
}

function configuration(folder: string, port: number, token: string): string {
  return [
    `bind ${HOST}`,
    "port 0",
    `tls-port ${port}`,
    `tls-cert-file "${join(folder, "certificate.pem")}"`,
    `tls-key-file "${join(folder, "key.pem")}"`,
    "tls-auth-clients no",
    `requirepass "${token}"`,
    `dir "${folder}"`,
    'save ""',
    "appendonly yes",
    // Every command is written to the file before it is answered; what a crash of the machine could lose is no matter here.
    "appendfsync everysec",
    "maxmemory-policy noeviction",
    "",
  ].join("\n");
}

/** What was written before a restart is read first, in which time Redis answers that it is loading. */
const LOADING_MS = 30_000;
const POLL_MS = 20;

async function answers(client: RedisOptions): Promise<void> {
  const connection = openRedis(client);
  const deadline = Date.now() + LOADING_MS;
  try {
    for (;;) {
      const failure = await connection.send([["PING"]]).then(
        () => undefined,
        (error: Error) => error,
      );
      if (failure === undefined) return;
      if (failure.name !== "RedisBusy" || Date.now() > deadline) throw failure;
      await sleep(POLL_MS);
    }
  } finally {
    connection.close();
  }
}
