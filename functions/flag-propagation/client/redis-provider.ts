import { openRedis } from "../cache/redis-client";
import { RedisFlagCacheReader } from "../cache/redis-flag-cache-reader";
import { PlumblineProvider } from "./plumbline-provider";

export interface RedisProviderOptions {
  /** `rediss://host:port`, or `redis://host:port` for a connection without TLS. */
  readonly url: string;
  /** The auth token, or what reads it: again after it was rotated. @default no token */
  readonly token?: string | (() => Promise<string>);
  /** The service whose flags are evaluated, such as `service-0001`. */
  readonly service: string;
  /** Certificate of a private authority, PEM. @default what Node trusts */
  readonly ca?: string;
  /** How often the cache is asked whether it changed, in milliseconds. @default 1000 */
  readonly pollIntervalMs?: number;
}

/**
 * An OpenFeature provider for the flags of one service in Redis.
 *
 * @example
 * await OpenFeature.setProviderAndWait(redisProvider({ url: "rediss://cache:6379", token, service: "service-0001" }));
 */
export function redisProvider(options: RedisProviderOptions): PlumblineProvider {
  const { url, token, service, ca, pollIntervalMs } = options;
  const redis = openRedis({
    url,
    ...(token !== undefined && { readToken: typeof token === "string" ? async () => token : token }),
    ...(ca !== undefined && { ca }),
  });
  return new PlumblineProvider({
    service,
    reader: new RedisFlagCacheReader(redis),
    ...(pollIntervalMs !== undefined && { pollIntervalMs }),
    close: redis.close,
  });
}
