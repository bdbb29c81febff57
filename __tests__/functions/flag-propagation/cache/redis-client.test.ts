import { createServer, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import {
  openRedis,
  type RedisConnection,
  type RedisOptions,
} from "../../../../functions/flag-propagation/cache/redis-client";
import { redisFailure } from "../../../../functions/flag-propagation/cache/redis-failure";
import { RedisFlagCache } from "../../../../functions/flag-propagation/cache/redis-flag-cache";
import { RedisFlagCacheReader } from "../../../../functions/flag-propagation/cache/redis-flag-cache-reader";
import { freePort } from "../../../../tools/local/systems/free-port";
import { describeWithRedis, realRedis, type TestRedis } from "../support/real-redis";

const PING = [["PING"]];

const opened: RedisConnection[] = [];
afterEach(() => {
  for (const connection of opened.splice(0)) connection.close();
});

function open(options: RedisOptions): RedisConnection {
  const connection = openRedis(options);
  opened.push(connection);
  return connection;
}

const failure = (name: string, message: string) =>
  expect.objectContaining({ name, message: expect.stringContaining(message) });

describeWithRedis("a connection to Redis", () => {
  let server: TestRedis;
  let operator: RedisConnection;
  beforeAll(async () => {
    server = await realRedis();
    operator = openRedis(server.client);
  });
  afterAll(async () => {
    operator.close();
    await server.close();
  });

  it("is one for all that use it, also for those that are first at the same time", async () => {
    const redis = open(server.client);
    const ids = await Promise.all(Array.from({ length: 20 }, () => redis.send([["CLIENT", "ID"]])));
    ids.push(await redis.send([["CLIENT", "ID"]]));
    expect(new Set(ids.flat()).size).toBe(1);
  });

  it("reads its token once, and not before it is used", async () => {
    let reads = 0;
    const readToken = async () => {
      reads += 1;
      return server.client.readToken?.() ?? "";
    };
    const redis = open({ ...server.client, readToken });
    expect(reads).toBe(0);
    await redis.send(PING);
    redis.close();
    await redis.send(PING);
    expect(reads).toBe(1);
  });

  it("FLAG-05 takes up a token that was rotated, without a new function", async () => {
    const tokens = ["of-yesterday", String(server.variables.cache_auth_token)];
    const redis = open({ ...server.client, readToken: async () => tokens.shift() ?? "too many" });
    expect(await redis.send(PING)).toEqual(["PONG"]);
  });

  it("FLAG-05 with a wrong token says so, and where the right one belongs", async () => {
    let reads = 0;
    const readToken = async () => {
      reads += 1;
      return "wrong";
    };
    const refused = failure("RedisWrongPassword", "secret that CACHE_AUTH_SECRET_ARN names");
    await expect(open({ ...server.client, readToken }).send(PING)).rejects.toEqual(refused);
    expect(reads).toBe(2);
    await expect(open({ url: server.client.url, ca: server.client.ca }).send(PING)).rejects.toEqual(refused);
  });

  it("whose token cannot be read says so, and asks again the next time", async () => {
    const answers = [Promise.reject(new Error("AccessDenied")), server.client.readToken?.() ?? Promise.resolve("")];
    const redis = open({ ...server.client, readToken: () => answers.shift() ?? Promise.resolve("") });
    await expect(redis.send(PING)).rejects.toEqual(failure("RedisTokenUnreadable", "AccessDenied"));
    expect(await redis.send(PING)).toEqual(["PONG"]);
  });

  it("FLAG-05 is refused to a server whose certificate nobody vouches for", async () => {
    const { ca: _, ...withoutAuthority } = server.client;
    await expect(open(withoutAuthority).send(PING)).rejects.toEqual(failure("RedisUntrusted", "NODE_EXTRA_CA_CERTS"));
  });

  it("FLAG-05 without TLS to a server with it is named, with the address", async () => {
    const url = `redis://127.0.0.1:${server.port}`;
    await expect(open({ ...server.client, url }).send(PING)).rejects.toEqual(
      failure("RedisUnreachable", `127.0.0.1:${server.port}`),
    );
  });

  it("FLAG-05 to a replica that takes no writes is named, and reads go on", async () => {
    await operator.send([["REPLICAOF", "127.0.0.1", "1"]]);
    const redis = open(server.client);
    try {
      await expect(redis.send([["SET", "a", "b"]])).rejects.toEqual(failure("RedisReadOnly", "primary endpoint"));
      expect(await redis.send(PING)).toEqual(["PONG"]);
    } finally {
      await operator.send([["REPLICAOF", "NO", "ONE"]]);
    }
    expect(await redis.send([["SET", "a", "b"]])).toEqual(["OK"]);
  });

  it("FLAG-05 to a server without memory is named, also from within the script", async () => {
    await operator.send([["CONFIG", "SET", "maxmemory", "1"]]);
    try {
      const write = new RedisFlagCache(open(server.client)).write("full", [
        { flagId: "a", version: 1, value: "1\n{}" },
      ]);
      await expect(write).rejects.toEqual(failure("RedisFull", "larger node type"));
    } finally {
      await operator.send([["CONFIG", "SET", "maxmemory", "0"]]);
    }
    expect(await operator.send([["EXISTS", "flags:{full}"]])).toEqual([0]);
  });

  it("FLAG-05 on which no answer comes in time is given up, and replaced by the next command", async () => {
    const redis = open({ ...server.client, commandTimeoutMs: 60 });
    const [id] = await redis.send([["CLIENT", "ID"]]);
    await operator.send([["CLIENT", "PAUSE", "250", "ALL"]]);
    await expect(redis.send(PING)).rejects.toEqual(failure("RedisTimeout", "did not answer within 60 ms"));
    // The operator's own command waits for the end of the pause.
    await operator.send(PING);
    expect(await redis.send([["CLIENT", "ID"]])).not.toEqual([id]);
  });

  it("hands on what Redis answers about a command", async () => {
    await expect(open(server.client).send([["EVALSHA", "unknown", "0"]])).rejects.toThrow(/^NOSCRIPT/);
  });

  it("FLAG-05 that is dropped while it is idle ends no process, and the next command makes another", async () => {
    const redis = open(server.client);
    const [id] = await redis.send([["CLIENT", "ID"]]);
    await operator.send([["CLIENT", "KILL", "ID", String(id)]]);
    expect(await redis.send([["CLIENT", "ID"]])).not.toEqual([id]);
  });

  it("FLAG-05 to a server that is down is named, and works again once the server does", async () => {
    const redis = open(server.client);
    await redis.send(PING);
    await server.kill();
    await expect(redis.send(PING)).rejects.toEqual(failure("RedisUnreachable", "ECONNREFUSED"));
    await server.restart();
    expect(await redis.send(PING)).toEqual(["PONG"]);
  });

  it("FLAG-05 loses no write that was answered when Redis is restarted with writes under way", async () => {
    const redis = open(server.client);
    const cache = new RedisFlagCache(redis);
    const answered = new Map<string, number>();
    let restarted = false;
    const writer = async (flagId: string) => {
      for (let version = 1; !restarted || version <= 20; version++) {
        // What is not answered is delivered again by the queue, for as long as it takes.
        while (!(await cache.write("restart", [entry(flagId, version)]).then(() => true, isTransient)));
        answered.set(flagId, version);
      }
    };
    const writers = Array.from({ length: 10 }, (_, index) => writer(`flag-${index}`));
    await server.restart();
    restarted = true;
    await Promise.all(writers);
    const { entries } = await new RedisFlagCacheReader(redis).all("restart");
    expect(new Map(entries.map(({ flag_id, version }) => [flag_id, version]))).toEqual(answered);
  });
});

describe("a connection to what is no Redis", () => {
  it("FLAG-05 is given up in time where a server never speaks TLS", async () => {
    const sockets: Socket[] = [];
    const port = await freePort();
    const silent = createServer((socket) => sockets.push(socket)).listen(port, "127.0.0.1");
    try {
      const redis = open({ url: `rediss://127.0.0.1:${port}`, connectTimeoutMs: 50 });
      await expect(redis.send(PING)).rejects.toEqual(failure("RedisTimeout", "encryption in transit"));
    } finally {
      for (const socket of sockets) socket.destroy();
      silent.close();
    }
  });

  it("FLAG-05 is kept while answers keep coming, and given up once they stop with one due", async () => {
    const sockets: Socket[] = [];
    const port = await freePort();
    // Gives 20 answers over twice the time that it may be silent, and no more.
    const slow = createServer((socket) => {
      sockets.push(socket);
      let left = 20;
      const answers = setInterval(() => {
        if (left-- > 0) socket.write("+OK\r\n");
      }, 20);
      socket.once("close", () => clearInterval(answers));
      socket.on("error", () => undefined);
    }).listen(port, "127.0.0.1");
    try {
      const redis = open({ url: `redis://127.0.0.1:${port}`, commandTimeoutMs: 200 });
      const replies = await Promise.allSettled(Array.from({ length: 21 }, () => redis.send(PING)));
      expect(replies.slice(0, 20)).toEqual(Array(20).fill({ status: "fulfilled", value: ["OK"] }));
      const reason = failure("RedisTimeout", "did not answer within 200 ms");
      expect(replies[20]).toEqual({ status: "rejected", reason });
    } finally {
      for (const socket of sockets) socket.destroy();
      slow.close();
    }
  });

  it.each(["", "127.0.0.1:6379", "http://127.0.0.1:6379", "rediss://"])(
    "is refused with what is allowed: '%s'",
    (url) => {
      expect(() => openRedis({ url })).toThrow(`'${url}' is no address of a Redis. It has to be rediss://host:port.`);
    },
  );

  it("whose certificate is for another host is named", () => {
    const error = Object.assign(new Error("Host: a. is not in the cert's altnames"), {
      code: "ERR_TLS_CERT_ALTNAME_INVALID",
    });
    expect(redisFailure(error, "a:6379")).toEqual(
      failure("RedisUntrusted", "name the host that its certificate is for"),
    );
  });
});

function entry(flagId: string, version: number) {
  return { flagId, version, value: `${version}\n${JSON.stringify({ flag_id: flagId, version })}` };
}

function isTransient(error: { transient?: boolean }): boolean {
  if (!error.transient) throw error;
  return false;
}
