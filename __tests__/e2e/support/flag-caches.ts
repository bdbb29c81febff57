import { type CacheEntry, cacheKey, encodeEntry } from "../../../functions/flag-propagation/cache/cache-entry";
import { openRedis, type RedisConnection } from "../../../functions/flag-propagation/cache/redis-client";
import { RedisFlagCacheReader } from "../../../functions/flag-propagation/cache/redis-flag-cache-reader";
import type { RunningRedis } from "../../../tools/local/systems/redis";
import { changeOf } from "./service-queues";

const DAMAGED = { state: "DISABLED", variants: { on: true }, defaultVariant: "on" } as const;

/** What the services have in their caches, looked at and damaged without any of the functions. */
export class FlagCaches {
  constructor(private readonly redis: RunningRedis) {}

  entries(flag: string, services: readonly string[]): Promise<readonly (CacheEntry | undefined)[]> {
    return this.connected((connection) => new RedisFlagCacheReader(connection).entries(flag, services));
  }

  async versions(flag: string, services: readonly string[]): Promise<Set<number | undefined>> {
    return new Set((await this.entries(flag, services)).map((entry) => entry?.version));
  }

  /** Damages what a service's cache holds of a version, as a stray writer would. */
  async damage(flag: string, service: string, version: number): Promise<void> {
    const at = Date.now();
    const damaged = encodeEntry({ ...changeOf(flag, version), queued_at: at, cached_at: at, flag: { ...DAMAGED } });
    await this.connected((connection) => connection.send([["HSET", cacheKey(service), flag, damaged]]));
  }

  private async connected<Result>(run: (connection: RedisConnection) => Promise<Result>): Promise<Result> {
    const connection = openRedis(this.redis.client);
    try {
      return await run(connection);
    } finally {
      connection.close();
    }
  }
}
