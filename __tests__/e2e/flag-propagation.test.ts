import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { cacheKey, encodeEntry } from "../../functions/flag-propagation/cache/cache-entry";
import { openRedis } from "../../functions/flag-propagation/cache/redis-client";
import { RedisFlagCacheReader } from "../../functions/flag-propagation/cache/redis-flag-cache-reader";
import type { CheckResult, LogScanResult } from "../../functions/flag-propagation/consistency-checker/contract";
import type { FlagChange } from "../../functions/flag-propagation/flag/flag-change";
import { CURRENT } from "../../functions/flag-propagation/flag/table-keys";
import type { RollbackResult } from "../../functions/flag-propagation/rollback/contract";
import { serviceName, serviceNames } from "../../functions/flag-propagation/services";
import type { Propagation } from "../../tools/flag/answers";
import { type RunningRedis, startRedis } from "../../tools/local/systems/redis";
import { deploy, targetOfTests } from "./support/deploy";
import type { Deployment, LocalDeployment } from "./support/deployment";
import { EventTap } from "./support/event-tap";
import { eventually } from "./support/eventually";
import { FlagsApi } from "./support/flags-api";
import { HOP_BUDGETS, hopSummaries, hopTable } from "./support/latencies";
import { SafetyNet } from "./support/safety-net";
import { killWorkers } from "./support/workers";

const MINUTE_MS = 60_000;
const DEPLOY_MS = 20 * MINUTE_MS;
/** The first change waits for the validator and for a copy of the updater for every service to start. */
const COLD_MS = 4 * MINUTE_MS;
/** What a queue hides a message for after a failed attempt, and then some. */
const RETRIED_MS = 4 * MINUTE_MS;
const FLIPS = 200;
const AT_ONCE = 50;

/** Marks what this run makes. */
const run = randomUUID().slice(0, 8);
const made = new Set<string>();
const services: { close(): Promise<unknown> }[] = [];
let system: Deployment;
let redis: RunningRedis | undefined;
let api: FlagsApi;
let dynamodb: DynamoDBClient;
let sqs: SQSClient;
let safetyNet: SafetyNet;

beforeAll(async () => {
  if (targetOfTests() === "local") redis = await localRedis();
  // The module takes its secret from a provider that is not everywhere to be had; its JSON is tested apart.
  system = await deploy("flag-propagation", { asModule: false, services: redis === undefined ? [] : [redis] });
  api = new FlagsApi(system);
  dynamodb = new DynamoDBClient(system.client);
  sqs = new SQSClient(system.client);
  safetyNet = new SafetyNet(system);
}, DEPLOY_MS);

afterAll(async () => {
  for (const flag of made) await removeFlag(flag);
  for (const service of services.toReversed()) await service.close();
  await system?.close();
  await redis?.stop();
}, DEPLOY_MS);

describe("a change of a flag", () => {
  it(
    `FLAG-14 FLAG-02 FLAG-03 FLAG-04 FLAG-05 reaches every service within each step's budget, ${FLIPS} times`,
    async () => {
      const flag = name("flip");
      let etag = await api.warmUp(flag, COLD_MS);
      const flips: Propagation[] = [];
      const warmUp = 5;
      for (let flip = 1; flip <= FLIPS + warmUp; flip++) {
        etag = await api.write(flag, flip % 2 === 0 ? "off" : "on", etag);
        const arrived = await api.arrived(flag, Number(etag.replaceAll('"', "")), 2 * MINUTE_MS);
        if (flip > warmUp) flips.push(arrived);
      }
      const summaries = hopSummaries(flips);
      process.stderr.write(`${hopTable(system.target, flips.length, summaries)}\n`);
      expect(flips).toHaveLength(FLIPS);
      expect(flips[0]?.services.total).toBe(Number(system.output("flag_propagation_service_count")));
      for (const [hop, budget] of Object.entries(HOP_BUDGETS)) {
        const { p99 } = summaries[hop as keyof typeof HOP_BUDGETS];
        expect([hop, p99 <= budget ? "within its budget" : `${p99} ms`]).toEqual([hop, "within its budget"]);
      }
    },
    FLIPS * 10_000,
  );

  it(
    `FLAG-14 FLAG-04 of ${AT_ONCE} flags at once reaches every service, each flag at its newest version`,
    async () => {
      const flags = Array.from({ length: AT_ONCE }, (_, index) => name(`many-${index}`));
      const etags = await Promise.all(flags.map((flag) => api.write(flag, "off")));
      await Promise.all(flags.map((flag, index) => api.write(flag, "on", etags[index])));
      for (const flag of flags) {
        const { services: reached } = await api.arrived(flag, 2, 5 * MINUTE_MS);
        expect(reached.converged).toBe(reached.total);
      }
    },
    10 * MINUTE_MS,
  );

  it("FLAG-14 FLAG-03 that breaks a rule is refused by the API, with every rule that it breaks", async () => {
    const flag = name("refused");
    const etag = await api.write(flag, "off");
    const { status, body } = await api.call("PUT", `/flags/${flag}`, {
      body: { ...(await definitionOf(flag)), defaultVariant: "nowhere" },
      ifMatch: etag,
    });
    expect(status).toBe(422);
    expect(body.type).toBe("urn:plumbline:problem:flag-breaks-rules");
    expect(body.errors?.[0]?.detail).toMatch(/^[A-Z]+-\d+: /);
  });

  it(
    "FLAG-14 FLAG-03 that goes past the API and breaks a rule goes nowhere: a verdict beside the flag, and it is announced",
    async () => {
      const flag = name("smuggled");
      await api.write(flag, "off");
      await api.arrived(flag, 1, MINUTE_MS);
      const tap = await EventTap.open(system, system.output("flag_propagation_rejections_topic_arn"), `tap-${run}`);
      services.push(tap);
      const item = await currentItem(flag);
      await dynamodb.send(
        new PutItemCommand({
          TableName: system.output("flag_propagation_flags_table_name"),
          Item: { ...item, version: { N: "2" }, defaultVariant: { S: "nowhere" } },
        }),
      );
      const [announced] = await tap.about(flag, 1, MINUTE_MS, "flag_id");
      expect(announced).toMatchObject({ flag_id: flag, version: 2, valid: false });
      const verdict = await eventually("a verdict on version 2", MINUTE_MS, async () => {
        const propagation = await api.propagation(flag);
        return propagation?.version === 2 && propagation.verdict !== null ? propagation : undefined;
      });
      expect(verdict.verdict).toMatchObject({ valid: false });
      expect(verdict.verdict?.broken.length).toBeGreaterThan(0);
      expect(verdict.target_version).toBe(1);
      expect(verdict.services.lagging).toEqual([]);
      if (redis !== undefined) expect(await versionsInCaches(flag)).toEqual(new Set([1]));
    },
    3 * MINUTE_MS,
  );

  it("FLAG-14 FLAG-04 needs a signature: nobody writes a flag unsigned", async () => {
    const { status } = await api.call("GET", `/flags/${name("unsigned")}`, { signed: false });
    expect(status).toBe(403);
  });

  it(
    "FLAG-14 is what an OpenFeature SDK is answered, once it has arrived",
    async () => {
      const flag = name("evaluated");
      await api.write(flag, "on");
      await api.arrived(flag, 1, MINUTE_MS);
      const { status, body } = await api.call("POST", `/ofrep/v1/evaluate/flags/${flag}`, {
        body: { context: { targetingKey: "shop-1" } },
      });
      expect(status).toBe(200);
      expect(body).toMatchObject({ key: flag, value: true, variant: "on" });
    },
    2 * MINUTE_MS,
  );

  it(
    "FLAG-14 FLAG-05 by deletion arrives like any other, and a later one brings the flag back at a higher version",
    async () => {
      const flag = name("revived");
      await api.write(flag, "off");
      await api.arrived(flag, 1, MINUTE_MS);
      expect(await api.remove(flag, '"1"')).toBe(204);
      await api.arrived(flag, 2, MINUTE_MS);
      expect((await api.call("GET", `/flags/${flag}`)).status).toBe(404);
      expect(await api.write(flag, "on")).toBe('"3"');
      await api.arrived(flag, 3, MINUTE_MS);
    },
    4 * MINUTE_MS,
  );
});

// What follows breaks things, which only a deployment of the tests' own is there for.
if (targetOfTests() === "local") {
  describe("a deployment of our own", () => {
    it(
      "FLAG-14 FLAG-05 keeps the newest version when messages come late, twice and in the wrong order",
      async () => {
        const flag = name("shuffled");
        const service = serviceName(42);
        const versions = [5, 3, 5, 7, 4, 7, 6, 3];
        for (const version of versions) await sendTo(service, change(flag, version));
        await eventually(`version 7 of ${flag}`, MINUTE_MS, async () => {
          const [entry] = await caches().entries(flag, [service]);
          return entry?.version === 7 ? entry : undefined;
        });
        await sendTo(service, { ...change(flag, 8), flag: undefined, deleted: true });
        for (const version of [6, 7, 2]) await sendTo(service, change(flag, version));
        await sleep(5_000);
        const [entry, other] = await caches().entries(flag, [service, serviceName(43)]);
        expect(entry).toMatchObject({ version: 8, deleted: true });
        expect(other).toBeUndefined();
      },
      2 * MINUTE_MS,
    );

    it(
      "FLAG-14 FLAG-05 loses nothing when Redis restarts and updaters crash while changes are under way",
      async () => {
        const flags = Array.from({ length: 4 }, (_, index) => name(`faults-${index}`));
        const etags = await Promise.all(flags.map((flag) => api.write(flag, "off")));
        const writing = Promise.all(flags.map((flag, index) => api.write(flag, "on", etags[index])));
        await redis?.kill();
        const killed = await killWorkers(local().folder, "flag-propagation-cache-updater-dev");
        await writing;
        await sleep(1_000);
        await redis?.restart();
        expect(killed).toBeGreaterThan(0);
        for (const flag of flags) {
          const { services: reached } = await api.arrived(flag, 2, RETRIED_MS);
          expect(reached.converged).toBe(reached.total);
        }
      },
      10 * MINUTE_MS,
    );

    it(
      "FLAG-06 FLAG-07 FLAG-14 finds a wrong value in one cache within 5 s, and mends it within 8 s",
      async () => {
        const flag = name("planted");
        await api.write(flag, "off");
        await api.arrived(flag, 1, MINUTE_MS);
        const service = serviceName(2);
        const check = { operation: "check", flag_id: flag, version: 1 } as const;
        expect(await safetyNet.check<CheckResult>(check)).toMatchObject({ outcome: "consistent", disagreements: [] });
        await plant(flag, service, 1);

        const found = await safetyNet.check<CheckResult>(check);
        expect(found).toMatchObject({
          outcome: "inconsistent",
          disagreeing: 1,
          disagreements: [{ service, kind: "different", version: 1 }],
        });
        expect(found.duration_ms).toBeLessThan(5_000);

        const request = { flag_id: flag, version: 1, disagreements: found.disagreements };
        const started = performance.now();
        // It was found good before it was damaged: its own content is put in place again.
        expect(await safetyNet.rollback<RollbackResult>(request)).toMatchObject({
          outcome: "rolled-back",
          from: 1,
          to: 1,
          version: 2,
        });
        await api.arrived(flag, 2, MINUTE_MS);
        expect(performance.now() - started).toBeLessThan(8_000);
        expect(await safetyNet.rollback<RollbackResult>(request)).toMatchObject({ outcome: "rolled-back", version: 2 });
        expect((await api.propagation(flag))?.version).toBe(2);
      },
      5 * MINUTE_MS,
    );

    it(
      "FLAG-06 FLAG-07 FLAG-13 FLAG-14 rolls a change back by itself that does not arrive, to the content of version 1, and tells it",
      async () => {
        const flag = name("reverted");
        const tap = await EventTap.open(system, system.output("flag_propagation_rollbacks_topic_arn"), `undo-${run}`);
        services.push(tap);
        const etag = await api.write(flag, "off");
        await api.arrived(flag, 1, MINUTE_MS);
        await eventually("version 1 to be found good", MINUTE_MS, async () =>
          (await safetyNet.check<CheckResult>({ operation: "check", flag_id: flag, version: 1 })).outcome ===
          "consistent"
            ? true
            : undefined,
        );
        await api.write(flag, "on", etag);
        await api.arrived(flag, 2, MINUTE_MS);
        await plant(flag, serviceName(3), 2);

        await api.arrived(flag, 3, MINUTE_MS);
        const { body } = await api.call("GET", `/flags/${flag}`);
        expect(body).toMatchObject({ version: 3, defaultVariant: "off", rollback: { from: 2, to: 1 } });
        const [told] = await tap.about(flag, 1, MINUTE_MS, "flag_id");
        expect(told).toMatchObject({ outcome: "rolled-back", from: 2, to: 1, version: 3 });
      },
      5 * MINUTE_MS,
    );

    it(
      "FLAG-06 FLAG-14 sweeps all flags, mends what was damaged, and never undoes a newer change",
      async () => {
        const flag = name("swept");
        const etag = await api.write(flag, "off");
        await api.arrived(flag, 1, MINUTE_MS);
        await safetyNet.check<CheckResult>({ operation: "check", flag_id: flag, version: 1 });
        await plant(flag, serviceName(4), 1);
        expect(await safetyNet.run({ operation: "sweep" }, 2 * MINUTE_MS)).toBe("SUCCEEDED");
        await api.arrived(flag, 2, MINUTE_MS);
        expect(
          await safetyNet.rollback<RollbackResult>({ flag_id: flag, version: 1, disagreements: [] }),
        ).toMatchObject({ version: 2 });
        expect(etag).toBe('"1"');
      },
      5 * MINUTE_MS,
    );

    it(
      "FLAG-06 FLAG-14 finds what a function logged about a service within 15 s",
      async () => {
        const service = serviceName(7);
        const from = Date.now();
        await redis?.kill();
        try {
          await sendTo(service, change(name("unwritten"), 1));
          const scan = await eventually(`an error about ${service}`, MINUTE_MS, async () => {
            const request = { operation: "logs", from, to: Date.now() } as const;
            const result = await safetyNet.check<LogScanResult>(request);
            return result.errors.some(({ service_id }) => service_id === service) ? result : undefined;
          });
          expect(scan.complete).toBe(true);
          expect(scan.duration_ms).toBeLessThan(15_000);
          expect(scan.errors.find(({ service_id }) => service_id === service)?.message).toBe(
            "cache not written, to be delivered again",
          );
        } finally {
          await redis?.restart();
        }
      },
      3 * MINUTE_MS,
    );

    it("FLAG-04 serves as many services as the variable says, and says why it does not", () => {
      const count = (microservices_count: string) =>
        local().evaluate("length(local.services)", { microservices_count });
      expect(count("1")).toBe("1");
      expect(count("1000")).toBe("1000");
      expect(count("1001")).toContain("1000");
      for (const wrong of ["0", "-3", "2.5"]) {
        expect(count(wrong)).toContain("The microservices_count must be a whole number from 1");
      }
    });

    it(
      "ALL-07 is what its configuration says: a second plan changes nothing",
      async () => {
        expect(await local().plan()).toEqual([]);
      },
      10 * MINUTE_MS,
    );
  });
}

function name(part: string): string {
  const flag = `e2e-${part}-${run.replace(/^\d/, "r")}`;
  made.add(flag);
  return flag;
}

async function localRedis(): Promise<RunningRedis> {
  const folder = await mkdtemp(join(tmpdir(), "plumbline-redis-"));
  services.push({ close: () => rm(folder, { recursive: true, force: true }) });
  return startRedis({ folder, signal: new AbortController().signal });
}

function local(): LocalDeployment {
  if (system.local === undefined) throw new Error("The tests did not make this deployment.");
  return system.local;
}

function caches(): RedisFlagCacheReader {
  if (redis === undefined) throw new Error("Redis can be reached from within its network alone.");
  const connection = openRedis(redis.client);
  services.push({ close: async () => connection.close() });
  return new RedisFlagCacheReader(connection);
}

/** Damages what a service's cache holds of a version, as a stray writer would. */
async function plant(flag: string, service: string, version: number): Promise<void> {
  if (redis === undefined) throw new Error("Redis can be reached from within its network alone.");
  const connection = openRedis(redis.client);
  const at = Date.now();
  const damaged = encodeEntry({ ...change(flag, version), queued_at: at, cached_at: at, flag: { ...DAMAGED } });
  await connection.send([["HSET", cacheKey(service), flag, damaged]]);
  connection.close();
}

async function versionsInCaches(flag: string): Promise<Set<number | undefined>> {
  const all = serviceNames(Number(system.output("flag_propagation_service_count")));
  return new Set((await caches().entries(flag, all)).map((entry) => entry?.version));
}

async function currentItem(flag: string) {
  const { Item } = await dynamodb.send(
    new GetItemCommand({
      TableName: system.output("flag_propagation_flags_table_name"),
      Key: { flag_id: { S: flag }, record: { S: CURRENT } },
      ConsistentRead: true,
    }),
  );
  return Item;
}

async function definitionOf(flag: string): Promise<object> {
  const { body } = await api.call("GET", `/flags/${flag}`);
  const { flag_id, version, environment, created_at, written_at, principal, correlation_id, ...rest } = body;
  return rest;
}

function change(flag: string, version: number): Record<string, unknown> & FlagChange {
  const at = Date.now();
  return {
    flag_id: flag,
    version,
    environment: "dev",
    written_at: at,
    received_at: at,
    validated_at: at,
    published_at: at,
    flag: { state: "ENABLED", variants: { on: true, off: false }, defaultVariant: "off" },
  };
}

const DAMAGED = { state: "DISABLED", variants: { on: true }, defaultVariant: "on" } as const;

async function sendTo(service: string, body: object): Promise<void> {
  const QueueName = system.output("flag_propagation_service_queue_names").replace("*", service);
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(body) }));
}

async function removeFlag(flag: string): Promise<void> {
  const { status, etag } = await api.call("GET", `/flags/${flag}`);
  if (status === 200) await api.remove(flag, etag);
}
