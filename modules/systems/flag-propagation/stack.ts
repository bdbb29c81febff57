import type { Construct } from "constructs";
import { routes as auditRoutes } from "../../../functions/flag-propagation/audit-reader/routes";
import { routes as flagRoutes } from "../../../functions/flag-propagation/flags-api/routes";
import { routes as evaluationRoutes } from "../../../functions/flag-propagation/ofrep/routes";
import { routes as propagationRoutes } from "../../../functions/flag-propagation/propagation-status/routes";
import { Bucket } from "../../constructs/bucket";
import { FanOut } from "../../constructs/fan-out";
import { LambdaFunction } from "../../constructs/lambda-function";
import { Network } from "../../constructs/network";
import { RedisCache } from "../../constructs/redis-cache";
import { ReplicaRegion } from "../../constructs/replica-region";
import { RestApi, type Route } from "../../constructs/rest-api";
import { Table } from "../../constructs/table";
import { Topic } from "../../constructs/topic";
import { SystemStack, type SystemStackProps } from "../system-stack";
import { AuditTrail } from "./audit-trail";
import { outputs } from "./outputs";
import { Replication } from "./replication";
import { SafetyNet } from "./safety-net";
import { services, UPDATERS_OF_A_SERVICE } from "./services";
import { releaseWaves } from "./waves";

/** Where a table keeps the current version of a flag, beside its history (functions/flag-propagation/flag/table-keys.ts). */
const CURRENT_RECORD = "current";

/** The budgets of the steps, in milliseconds. */
const VALIDATION_MS = 2_000;
const CACHING_MS = 3_000;

/**
 * A flag written once is in every service's cache:
 * API → flags → stream → validator → changes → a queue for each service → cache updater → Redis → evaluations.
 * A safety net looks after it: verdicts → bus → state machine → checker, release and rollback. All that happens is in the
 * audit trail: stream → queue → OpenSearch.
 */
export class FlagPropagationStack extends SystemStack {
  readonly network: Network;
  readonly cache: RedisCache;
  readonly flags: Table;
  readonly changes: Topic;
  readonly rejections: Topic;
  readonly validator: LambdaFunction;
  readonly fanOut: FanOut;
  readonly cacheUpdater: LambdaFunction;
  readonly flagsApi: LambdaFunction;
  readonly propagationStatus: LambdaFunction;
  readonly evaluations: LambdaFunction;
  readonly api: RestApi;
  readonly logs: Bucket;
  readonly audit: AuditTrail;
  readonly safetyNet: SafetyNet;
  readonly replica: ReplicaRegion;
  readonly replication: Replication;

  constructor(scope: Construct, props: Pick<SystemStackProps, "target" | "code">) {
    super(scope, "flag-propagation", { ...props, metricsNamespace: "FlagPropagation" });
    const { names, count, updaterConcurrency, filterPolicy, filtersItem } = services(this);
    const waves = releaseWaves(this);

    this.network = new Network(this, "network");
    this.cache = new RedisCache(this, "cache", { network: this.network });
    this.replica = new ReplicaRegion(this, "replica");
    this.flags = new Table(this, "flags", {
      partitionKey: { name: "flag_id", type: "S" },
      sortKey: { name: "record", type: "S" },
      globalSecondaryIndexes: [
        {
          name: "by-flag",
          partitionKey: { name: "listing", type: "S" },
          sortKey: { name: "flag_id", type: "S" },
        },
      ],
      streamViewType: "NEW_AND_OLD_IMAGES",
      replicas: [this.replica],
    });

    this.flags.item("service-filters", filtersItem);

    this.changes = new Topic(this, "changes");
    this.rejections = new Topic(this, "rejections");
    this.validator = new LambdaFunction(this, "validator", {
      entry: "flag-propagation/validator",
      description: "Decides the business rules on each change of a flag and publishes what keeps them",
      memorySize: 1024,
      reservedConcurrency: 50,
      provisionedConcurrency: 2,
      durationAlarm: VALIDATION_MS,
      alarms: { errors: { threshold: 10, period: 120 }, throttles: { threshold: 5, period: 120 } },
      environment: { RELEASE_WAVES: waves.shares },
      uses: {
        FLAGS_TABLE: this.flags.allow("dynamodb:BatchGetItem", "dynamodb:PutItem"),
        CHANGES_TOPIC_ARN: this.changes.publish(),
        REJECTIONS_TOPIC_ARN: this.rejections.publish(),
      },
      events: [
        this.flags.stream({
          parallelizationFactor: 10,
          filters: [{ dynamodb: { Keys: { record: { S: [CURRENT_RECORD] } } } }],
        }),
      ],
    });

    this.fanOut = new FanOut(this, "services", {
      topic: this.changes,
      receivers: names,
      pattern: "service-????",
      filterPolicy,
      visibilityTimeoutSeconds: 60,
      // Redis may be gone for an hour before a message counts as poison.
      maxReceiveCount: 60,
      ageAlarmSeconds: 60,
    });
    this.cacheUpdater = new LambdaFunction(this, "cache-updater", {
      entry: "flag-propagation/cache-updater",
      description: "Writes each change of a flag into the cache of the service that the queue is for",
      memorySize: 512,
      reservedConcurrency: updaterConcurrency,
      durationAlarm: CACHING_MS,
      network: this.network,
      environment: { SERVICE_QUEUES: this.fanOut.queueNames },
      uses: {
        CACHE_URL: this.cache.connect(),
        CACHE_AUTH_SECRET_ARN: this.cache.authToken(),
        DEAD_LETTER_QUEUE_URL: this.deadLetterQueue.send(),
      },
      events: [this.fanOut.messages({ maximumConcurrency: UPDATERS_OF_A_SERVICE })],
    });

    this.flagsApi = new LambdaFunction(this, "flags-api", {
      entry: "flag-propagation/flags-api",
      description: "Serves the flags API: writes and reads flags",
      memorySize: 512,
      timeout: 28,
      durationAlarm: 3_000,
      reservedConcurrency: 50,
      uses: {
        FLAGS_TABLE: this.flags.allow(
          "dynamodb:GetItem",
          "dynamodb:BatchGetItem",
          "dynamodb:Query",
          "dynamodb:PutItem",
        ),
        REPLICA_TABLE_ARN: this.flags.readReplica(this.replica, "dynamodb:GetItem", "dynamodb:Query"),
      },
    });
    // Of the flags API, it alone needs Redis, and with it the network.
    this.propagationStatus = new LambdaFunction(this, "propagation-status", {
      entry: "flag-propagation/propagation-status",
      description: "Serves the flags API: tells how far a flag has come",
      memorySize: 512,
      timeout: 28,
      durationAlarm: 3_000,
      reservedConcurrency: 20,
      network: this.network,
      environment: { SERVICE_COUNT: count, RELEASE_WAVES: waves.shares },
      uses: {
        FLAGS_TABLE: this.flags.allow("dynamodb:GetItem", "dynamodb:Query"),
        CACHE_URL: this.cache.connect(),
        CACHE_AUTH_SECRET_ARN: this.cache.authToken(),
      },
    });
    this.evaluations = new LambdaFunction(this, "ofrep", {
      entry: "flag-propagation/ofrep",
      description: "Evaluates flags for any OpenFeature SDK, by the OpenFeature Remote Evaluation Protocol",
      memorySize: 512,
      reservedConcurrency: 50,
      network: this.network,
      environment: { SERVICE_COUNT: count },
      uses: { CACHE_URL: this.cache.connect(), CACHE_AUTH_SECRET_ARN: this.cache.authToken() },
    });
    this.audit = new AuditTrail(this, { network: this.network });
    this.logs = new Bucket(this, "logs", { expirationInDays: 90 });
    this.api = new RestApi(this, "api", {
      description: "Flags, where they are, and what they resolve to",
      logBucket: this.logs,
      routes: [
        // Whoever may evaluate flags may not write them.
        ...signed(flagRoutes, this.flagsApi),
        ...signed(propagationRoutes, this.propagationStatus),
        ...signed(auditRoutes, this.audit.reader),
        ...evaluationRoutes.map(({ method, path }) => ({ method, path, handler: this.evaluations })),
      ],
    });

    this.replication = new Replication(this, { flags: this.flags, replica: this.replica });
    this.safetyNet = new SafetyNet(this, {
      flags: this.flags,
      network: this.network,
      cache: this.cache,
      serviceCount: count,
      changes: this.changes,
      audit: this.audit.queue,
      waves,
      watched: [this.validator, this.cacheUpdater, this.flagsApi, this.propagationStatus, this.evaluations],
    });
    outputs(this, count);
  }
}

/** Routes whose callers sign with IAM, whatever the operator opens. */
function signed(routes: readonly Pick<Route, "method" | "path">[], handler: LambdaFunction): readonly Route[] {
  return routes.map(({ method, path }) => ({ method, path, handler, authorization: "AWS_IAM" }));
}
