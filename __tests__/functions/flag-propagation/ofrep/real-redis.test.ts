import "../../support/environment";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { cacheKey, encodeEntry } from "../../../../functions/flag-propagation/cache/cache-entry";
import { openRedis, type RedisConnection } from "../../../../functions/flag-propagation/cache/redis-client";
import { RedisFlagCache } from "../../../../functions/flag-propagation/cache/redis-flag-cache";
import { RedisFlagCacheReader } from "../../../../functions/flag-propagation/cache/redis-flag-cache-reader";
import { ofrepApi } from "../../../../functions/flag-propagation/ofrep/api";
import { RETRY_AFTER_MS } from "../../../../functions/flag-propagation/ofrep/service-flags";
import { serviceNames } from "../../../../functions/flag-propagation/services";
import { httpFunction } from "../../../../functions/shared/http/function";
import { apiGatewayEvent } from "../../support/api-gateway-event";
import { lambdaContext } from "../../support/lambda-context";
import { cachedFlag } from "../support/cache-entries";
import { describeWithRedis, realRedis, type TestRedis } from "../support/real-redis";

const SERVICE = "service-0001";

describeWithRedis("FLAG-05 OFREP on a real Redis", () => {
  let redis: TestRedis;
  let connection: RedisConnection;

  beforeAll(async () => {
    redis = await realRedis();
    connection = openRedis(redis.client);
  });

  afterAll(async () => {
    connection.close();
    await redis.close();
  });

  it("answers what the cache updater wrote, through a crash of Redis and the loss of a flag", async () => {
    let now = Date.UTC(2026, 5, 1, 12);
    const reader = new RedisFlagCacheReader(connection);
    const report = () => undefined;
    const handler = httpFunction(ofrepApi({ reader, services: serviceNames(2), now: () => now, report }));
    const evaluate = async () => {
      const event = apiGatewayEvent("POST", "/ofrep/v1/evaluate/flags/new-cart", { body: { context: {} } });
      const { statusCode, body } = await handler(event, lambdaContext);
      return { status: statusCode, ...JSON.parse(body) };
    };
    const write = (version: number, defaultVariant: string) => {
      const value = encodeEntry(cachedFlag("new-cart", { version, defaultVariant }));
      return new RedisFlagCache(connection).write(SERVICE, [{ flagId: "new-cart", version, value }]);
    };

    expect(await evaluate()).toMatchObject({ status: 404, errorCode: "FLAG_NOT_FOUND" });
    await write(1, "on");
    expect(await evaluate()).toMatchObject({ value: true, metadata: { version: 1 } });
    await write(2, "off");
    const fresh = { key: "new-cart", value: false, variant: "off", reason: "STATIC" };
    expect(await evaluate()).toEqual({ status: 200, ...fresh, metadata: { service: SERVICE, version: 2 } });

    await redis.kill();
    now += 2_000;
    const stale = { ...fresh, metadata: { version: 2, stale: true, age_ms: 2_000 } };
    expect(await evaluate()).toMatchObject(stale);
    await redis.restart();
    now += RETRY_AFTER_MS;
    expect((await evaluate()).metadata).toEqual({ service: SERVICE, version: 2 });

    await connection.send([["HDEL", cacheKey(SERVICE), "new-cart"]]);
    await write(1, "on");
    now += 2_000;
    expect(await evaluate()).toMatchObject(stale);
  });
});
