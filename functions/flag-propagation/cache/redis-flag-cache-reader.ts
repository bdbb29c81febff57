import { type CacheEntry, cacheKey, decodeEntry, REVISION_FIELD } from "./cache-entry";
import type { FlagCacheReader, ServiceCache } from "./flag-cache-reader";
import type { RedisConnection, RedisReply } from "./redis-client";

/** Reads the services' caches in Redis. What is there and is no entry counts as missing. */
export class RedisFlagCacheReader implements FlagCacheReader {
  constructor(private readonly redis: RedisConnection) {}

  async entries(flagId: string, services: readonly string[]): Promise<readonly (CacheEntry | undefined)[]> {
    return (await this.values(flagId, services)).map((value) => (value === undefined ? undefined : decodeEntry(value)));
  }

  /** One flag's entries as they are kept, see cache-entry.ts, in one round trip; undefined where a service has none. */
  async values(flagId: string, services: readonly string[]): Promise<readonly (string | undefined)[]> {
    if (services.length === 0) return [];
    const values = await this.redis.send(services.map((service) => ["HGET", cacheKey(service), flagId]));
    return values.map((value) => (typeof value === "string" ? value : undefined));
  }

  /** The fields of a service's hash: ids of flags, deleted ones too, and REVISION_FIELD. */
  async flagIds(service: string): Promise<readonly string[]> {
    const [reply] = await this.redis.send([["HKEYS", cacheKey(service)]]);
    return Array.isArray(reply) ? reply.filter((field) => typeof field === "string") : [];
  }

  async all(service: string): Promise<ServiceCache> {
    const [reply] = await this.redis.send([["HGETALL", cacheKey(service)]]);
    const entries: CacheEntry[] = [];
    let revision = 0;
    for (const [field, value] of pairs(reply)) {
      if (field === REVISION_FIELD) revision = revisionIn(value);
      else {
        const entry = entryIn(value);
        if (entry !== undefined) entries.push(entry);
      }
    }
    return { revision, entries };
  }

  async revision(service: string): Promise<number> {
    const [reply = null] = await this.redis.send([["HGET", cacheKey(service), REVISION_FIELD]]);
    return revisionIn(reply);
  }
}

/** A hash as Redis tells it: field, value, field, value. */
function* pairs(reply: RedisReply | undefined): Generator<readonly [RedisReply, RedisReply]> {
  if (!Array.isArray(reply)) return;
  for (let index = 0; index + 1 < reply.length; index += 2) yield [reply[index], reply[index + 1]];
}

function entryIn(value: RedisReply): CacheEntry | undefined {
  return typeof value === "string" ? decodeEntry(value) : undefined;
}

function revisionIn(value: RedisReply): number {
  const revision = Number(value ?? 0);
  return Number.isSafeInteger(revision) ? revision : 0;
}
