import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serviceNames } from "../../../functions/flag-propagation/services";
import { type RunningOpenSearch, startOpenSearch } from "../../../tools/local/systems/opensearch";
import { type RunningRedis, startRedis } from "../../../tools/local/systems/redis";
import { AuditTrail } from "./audit-trail";
import { deploy, targetOfTests } from "./deploy";
import type { Deployment, LocalDeployment } from "./deployment";
import { EventTap } from "./event-tap";
import { FlagCaches } from "./flag-caches";
import { FlagsApi } from "./flags-api";
import { FlagsTable } from "./flags-table";
import { SafetyNet } from "./safety-net";
import { ServiceQueues } from "./service-queues";

interface RealServices {
  readonly redis: RunningRedis;
  readonly openSearch: RunningOpenSearch;
}

/** One deployment of flag-propagation that all groups of tests share, and what they reach its parts with. */
export class FlagSystem {
  readonly api: FlagsApi;
  readonly table: FlagsTable;
  readonly queues: ServiceQueues;
  readonly safetyNet: SafetyNet;
  /** Marks what this run makes. */
  private readonly run = randomUUID().slice(0, 8);
  private readonly made = new Set<string>();
  private readonly taps: EventTap[] = [];

  private constructor(
    readonly deployment: Deployment,
    private readonly started: RealServices | undefined,
    private readonly folder: string,
  ) {
    this.api = new FlagsApi(deployment);
    this.table = new FlagsTable(deployment);
    this.queues = new ServiceQueues(deployment);
    this.safetyNet = new SafetyNet(deployment);
  }

  static async deploy(): Promise<FlagSystem> {
    const folder = await mkdtemp(join(tmpdir(), "plumbline-flags-"));
    const started = targetOfTests() === "local" ? await startServices(folder) : undefined;
    // The module takes its secret from a provider that is not everywhere to be had; its JSON is tested apart.
    const options = { asModule: false, services: started === undefined ? [] : Object.values(started) };
    try {
      return new FlagSystem(await deploy("flag-propagation", options), started, folder);
    } catch (error) {
      await stopServices(started);
      throw error;
    }
  }

  /** @returns a flag id of this run; the flag is removed when the tests are over */
  name(part: string): string {
    const flag = `e2e-${part}-${this.run.replace(/^\d/, "r")}`;
    this.made.add(flag);
    return flag;
  }

  /** Ids of the flags that the tests named so far. */
  get names(): readonly string[] {
    return [...this.made];
  }

  /** @param topic the output that has its ARN */
  async tap(topic: string, name: string): Promise<EventTap> {
    const tap = await EventTap.open(this.deployment, this.deployment.output(topic), `${name}-${this.run}`);
    this.taps.push(tap);
    return tap;
  }

  get services(): readonly string[] {
    return serviceNames(Number(this.deployment.output("flag_propagation_service_count")));
  }

  /** @throws Error where the tests did not start it */
  get redis(): RunningRedis {
    if (this.started === undefined) throw new Error("Redis can be reached from within its network alone.");
    return this.started.redis;
  }

  /** @throws Error where the tests did not start it */
  get openSearch(): RunningOpenSearch {
    if (this.started === undefined) throw new Error("OpenSearch can be reached from within its network alone.");
    return this.started.openSearch;
  }

  get auditTrail(): AuditTrail {
    return new AuditTrail(this.openSearch.url);
  }

  get caches(): FlagCaches {
    return new FlagCaches(this.redis);
  }

  /** @throws Error where the tests did not make the deployment */
  get local(): LocalDeployment {
    if (this.deployment.local === undefined) throw new Error("The tests did not make this deployment.");
    return this.deployment.local;
  }

  async close(): Promise<void> {
    for (const flag of this.made) await this.remove(flag);
    for (const tap of this.taps.toReversed()) await tap.close();
    await this.deployment.close();
    await stopServices(this.started);
    await rm(this.folder, { recursive: true, force: true });
  }

  private async remove(flag: string): Promise<void> {
    const { status, etag } = await this.api.call("GET", `/flags/${flag}`);
    if (status === 200) await this.api.remove(flag, etag);
  }
}

async function startServices(folder: string): Promise<RealServices> {
  const { signal } = new AbortController();
  const redis = await startRedis({ folder: join(folder, "redis"), signal });
  try {
    return { redis, openSearch: await startOpenSearch({ folder: join(folder, "opensearch"), signal }) };
  } catch (error) {
    await redis.stop();
    throw error;
  }
}

async function stopServices(started: RealServices | undefined): Promise<void> {
  for (const service of Object.values(started ?? {})) await service.stop();
}
