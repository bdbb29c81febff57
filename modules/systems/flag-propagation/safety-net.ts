import { Construct } from "constructs";
import { INDEXED_FIELDS } from "../../../functions/flag-propagation/consistency-checker/log-query";
import { FLAG_EVENT_SOURCE, FLAG_PUBLISHED } from "../../../functions/flag-propagation/events/flag-event";
import { EventBus } from "../../constructs/event-bus";
import { EventRule } from "../../constructs/event-rule";
import { LambdaFunction } from "../../constructs/lambda-function";
import { LogIndex } from "../../constructs/log-index";
import { queryLogs } from "../../constructs/log-queries";
import type { Network } from "../../constructs/network";
import type { Queue } from "../../constructs/queue";
import type { RedisCache } from "../../constructs/redis-cache";
import { Role } from "../../constructs/role";
import { StateMachine } from "../../constructs/state-machine";
import type { Table } from "../../constructs/table";
import { Topic } from "../../constructs/topic";
import { Variable } from "../../constructs/variable";
import { watchAlarm } from "../../constructs/watched-alarm";
import type { SystemStack } from "../system-stack";
import { propagationCheck } from "./propagation-check";
import type { ReleaseWaves } from "./waves";

export interface SafetyNetProps {
  readonly flags: Table;
  readonly network: Network;
  readonly cache: RedisCache;
  /** How many services there are, as a Terraform expression. */
  readonly serviceCount: string;
  /** Where versions are published. */
  readonly changes: Topic;
  /** Where entries of the audit trail wait to be written. */
  readonly audit: Queue;
  readonly waves: ReleaseWaves;
  /** The functions whose logs are searched for errors. */
  readonly watched: readonly LambdaFunction[];
}

/** What the range keys of verdicts start with, and the one of a flag's current version (functions/flag-propagation/flag/table-keys.ts). */
const VERDICT_PREFIX = "verdict#";
const CURRENT_RECORD = "current";

/** What looks after the fast path: verdicts → stream processor → bus → state machine → checker, release and rollback. */
export class SafetyNet {
  readonly bus: EventBus;
  readonly streamProcessor: LambdaFunction;
  readonly checker: LambdaFunction;
  readonly release: LambdaFunction;
  readonly rollback: LambdaFunction;
  readonly rollbacks: Topic;
  readonly machine: StateMachine;

  constructor(stack: SystemStack, props: SafetyNetProps) {
    const { flags, network, cache, serviceCount, watched, changes, audit, waves } = props;
    this.bus = new EventBus(stack, "events");
    this.streamProcessor = new LambdaFunction(stack, "stream-processor", {
      entry: "flag-propagation/stream-processor",
      description: "Puts an event on the bus for each verdict on a flag, and tells the audit trail what happened to it",
      // A batch may be 6 MB, with each record as it was and as it is.
      memorySize: 512,
      uses: { EVENT_BUS_NAME: this.bus.put(), AUDIT_QUEUE_URL: audit.send() },
      events: [
        flags.stream({
          parallelizationFactor: 10,
          filters: [{ dynamodb: { Keys: { record: { S: [CURRENT_RECORD, { prefix: VERDICT_PREFIX }] } } } }],
        }),
      ],
    });

    for (const lambda of watched) {
      new LogIndex(lambda, "log-index", { logGroup: lambda.logGroup, fields: INDEXED_FIELDS });
    }
    const caches = { CACHE_URL: cache.connect(), CACHE_AUTH_SECRET_ARN: cache.authToken() };
    this.checker = new LambdaFunction(stack, "consistency-checker", {
      entry: "flag-propagation/consistency-checker",
      description: "Compares the caches of all services with the flags table",
      memorySize: 512,
      timeout: 300,
      // Of a search of the logs; a check's own five seconds are its metric CheckDuration.
      durationAlarm: 20_000,
      reservedConcurrency: 50,
      alarms: { errors: { threshold: 5, period: 300 } },
      network,
      environment: { SERVICE_COUNT: serviceCount, RELEASE_BAKE_MINUTES: waves.bakeMinutes },
      uses: {
        ...caches,
        SERVICE_LOG_GROUPS: queryLogs(watched.map(({ logGroup }) => logGroup)),
        FLAGS_TABLE: flags.allow("dynamodb:GetItem", "dynamodb:Query", "dynamodb:UpdateItem"),
      },
    });
    this.release = new LambdaFunction(stack, "release", {
      entry: "flag-propagation/release",
      description: "Publishes a version to the next share of the services, while the alarm that is watched is OK",
      timeout: 15,
      reservedConcurrency: 5,
      environment: { RELEASE_WAVES: waves.shares, RELEASE_BAKE_MINUTES: waves.bakeMinutes },
      uses: {
        FLAGS_TABLE: flags.allow("dynamodb:GetItem", "dynamodb:Query", "dynamodb:UpdateItem"),
        CHANGES_TOPIC_ARN: changes.publish(),
        RELEASE_ALARM: watchAlarm(stack, waves.alarm),
      },
    });
    this.rollback = new LambdaFunction(stack, "rollback", {
      entry: "flag-propagation/rollback",
      description: "Writes the content of the last version known to be good as a new one",
      timeout: 10,
      reservedConcurrency: 10,
      uses: { FLAGS_TABLE: flags.allow("dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem") },
    });
    this.rollbacks = new Topic(stack, "rollbacks");
    this.machine = new StateMachine(stack, "propagation-check", {
      definition: propagationCheck({
        checker: this.checker.alias.arn,
        rollback: this.rollback.alias.arn,
        release: this.release.alias.arn,
        announcements: this.rollbacks.arn,
        pages: stack.alarmTopic.arn,
        releaseLookSeconds: waves.lookSeconds,
        executionSeconds: waves.executionSeconds,
      }),
      invokes: [this.checker, this.release, this.rollback],
      publishesTo: [this.rollbacks, stack.alarmTopic],
      rolePart: "sfn",
    });
    this.triggers(stack);
  }

  private triggers(stack: SystemStack): void {
    const minutes = new Variable(stack, "consistency_sweep_minutes", {
      type: "number",
      description: "How often all flags are compared with all caches, in minutes.",
      default: 15,
      validation: [
        {
          condition: "var.consistency_sweep_minutes >= 2 && var.consistency_sweep_minutes <= 1440",
          errorMessage: "The consistency_sweep_minutes must be from 2 to 1440.",
        },
      ],
    });
    const scope = new Construct(stack, "checks");
    const role = new Role(scope, "role", {
      assumedBy: "events.amazonaws.com",
      description: "Starts the check of a propagation",
      part: "eventbridge",
    });
    new EventRule(stack, "published", {
      description: "A flag was published: look whether it arrives",
      when: { bus: this.bus, pattern: { source: [FLAG_EVENT_SOURCE], "detail-type": [FLAG_PUBLISHED] } },
      starts: this.machine,
      role,
    });
    new EventRule(stack, "sweep", {
      description: "Compares all flags with all caches",
      when: { schedule: `rate(${minutes.value} minutes)` },
      starts: this.machine,
      input: { operation: "sweep" },
      role,
    });
  }
}
