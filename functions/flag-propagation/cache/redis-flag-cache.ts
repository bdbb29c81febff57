import type { CacheWrite, FlagCache } from "../cache-updater/ports";
import { cacheKey } from "./cache-entry";
import type { RedisCommand, RedisConnection, RedisReply } from "./redis-client";
import { boundOf, WRITE_SCRIPT, WRITE_SCRIPT_SHA } from "./write-script";

/** The caches of the services in Redis. */
export class RedisFlagCache implements FlagCache {
  constructor(private readonly redis: RedisConnection) {}

  write(service: string, writes: readonly CacheWrite[]): Promise<readonly boolean[]> {
    if (writes.length === 0) return Promise.resolve([]);
    const teach = (error: unknown) => {
      // A Redis that was restarted or failed over has forgotten the script; this teaches it.
      if (!isUnknownScript(error)) throw error;
      return this.redis.send([scriptCall("EVAL", WRITE_SCRIPT, service, writes)]).then(newer);
    };
    return this.redis.send([scriptCall("EVALSHA", WRITE_SCRIPT_SHA, service, writes)]).then(newer, teach);
  }
}

function scriptCall(command: string, script: string, service: string, writes: readonly CacheWrite[]): RedisCommand {
  const call = [command, script, "1", cacheKey(service)];
  for (const write of writes) call.push(write.flagId, boundOf(write), write.value);
  return call;
}

function newer([reply]: readonly RedisReply[]): readonly boolean[] {
  if (!Array.isArray(reply)) throw new Error(`Redis answered a write with ${JSON.stringify(reply)}, not with a list.`);
  return reply.map((was) => was === 1);
}

function isUnknownScript(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith("NOSCRIPT");
}
