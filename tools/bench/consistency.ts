import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createClient } from "@redis/client";
import { cacheKey, encodeEntry } from "../../functions/flag-propagation/cache/cache-entry";
import { openRedis } from "../../functions/flag-propagation/cache/redis-client";
import { RedisFlagCache } from "../../functions/flag-propagation/cache/redis-flag-cache";
import { RedisFlagCacheReader } from "../../functions/flag-propagation/cache/redis-flag-cache-reader";
import { contentOf } from "../../functions/flag-propagation/consistency-checker/content";
import { disagreements, type Expected } from "../../functions/flag-propagation/consistency-checker/disagreements";
import { serviceNames } from "../../functions/flag-propagation/services";
import { freePort } from "../local/systems/free-port";
import { checkRedisServer, startRedisServer } from "../local/systems/redis-server";
import { interleave } from "./interleave";
import { type Bound, checkBounds, format, milliseconds, printTable } from "./report";

const COUNTS = [156, 1_000, 10_000];
const FLAG_ID = "new-checkout";
const VERSION = 42;
/** Of a bare client's time for the same keys. */
const LIMIT = 2;
/** A service more among 10,000 may take this much longer than one more among 1,000. */
const GROWTH_LIMIT = 1.5;

interface Point {
  readonly count: number;
  /** Milliseconds. */
  readonly check: number;
  /** Milliseconds. */
  readonly bare: number;
}

/**
 * The consistency checker's reading and comparing of one flag in many caches, against a bare client that reads the same
 * keys in one pipeline and looks at nothing: the same server, in turns, neither with TLS.
 */
export async function benchConsistency(): Promise<readonly string[]> {
  await checkRedisServer();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "plumbline-bench-"));
  const port = await freePort();
  const config = path.join(folder, "redis.conf");
  fs.writeFileSync(config, `bind 127.0.0.1\nport ${port}\ndir "${folder}"\nsave ""\nappendonly no\n`);
  const server = await startRedisServer(config, port, path.join(folder, "redis.log"), {
    signal: new AbortController().signal,
  });
  const url = `redis://127.0.0.1:${port}`;
  const redis = openRedis({ url });
  const bare = createClient({ url });
  try {
    await bare.connect();
    const cache = new RedisFlagCache(redis);
    const reader = new RedisFlagCacheReader(redis);
    for (const [index, service] of serviceNames(Math.max(...COUNTS)).entries()) {
      await cache.write(service, [{ flagId: FLAG_ID, version: VERSION, value: encodeEntry(entry(index)) }]);
    }

    const points: Point[] = [];
    for (const count of COUNTS) {
      const services = serviceNames(count);
      const times = await interleave(rounds(count), {
        bare: async () => {
          await Promise.all(services.map((service) => bare.sendCommand(["HGET", cacheKey(service), FLAG_ID])));
        },
        check: async () => {
          const found = await disagreements(expected(), services, reader);
          if (found.length > 0) throw new Error(`${found.length} of ${count} services disagree, none should.`);
        },
      });
      points.push({ count, ...times });
    }
    printTable(
      "One flag in the caches of all services: median of interleaved rounds",
      ["services", "check", "bare client", "ratio", "a service"],
      points.map(({ count, check, bare }) => [
        String(count),
        milliseconds(check),
        milliseconds(bare),
        format(check / bare),
        `${format((check / count) * 1_000)} µs`,
      ]),
    );
    return checkBounds([...points.map(ratio), growth(points)]);
  } finally {
    redis.close();
    bare.destroy();
    await server.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** About as many reads for each count. */
function rounds(count: number): number {
  return Math.max(21, Math.ceil(60_000 / count));
}

function ratio({ count, check, bare }: Point): Bound {
  return { what: `${count} services: time of the check / a bare client's`, value: check / bare, limit: LIMIT };
}

/** Linear, but for what else the machine does. */
function growth(points: readonly Point[]): Bound {
  const [, thousand, tenThousand] = points;
  const each = (point: Point | undefined) => (point === undefined ? Number.NaN : point.check / point.count);
  return {
    what: "a service's time among 10,000 / among 1,000",
    value: each(tenThousand) / each(thousand),
    limit: GROWTH_LIMIT,
  };
}

/** What the table says, made anew for each check, as the checker does. */
function expected(): Expected {
  const { flag } = entry();
  const record = { flag_id: FLAG_ID, version: VERSION, environment: "dev", written_at: 1, ...flag };
  return { flagId: FLAG_ID, version: VERSION, content: contentOf(record) };
}

/**
 * Members in the order that the cache updater gives them.
 *
 * @param arrival milliseconds: each service has it at a time of its own
 */
function entry(arrival = 0) {
  const time = 1_700_000_000_000;
  return {
    flag_id: FLAG_ID,
    version: VERSION,
    environment: "dev",
    written_at: time,
    received_at: time,
    validated_at: time,
    published_at: time,
    flag: {
      state: "ENABLED" as const,
      variants: { on: true, off: false },
      defaultVariant: "off",
      targeting: { if: [{ in: ["@example.com", { var: "email" }] }, "on", null] },
    },
    queued_at: time + arrival,
    cached_at: time + arrival,
  };
}
