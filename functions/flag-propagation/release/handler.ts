import { MetricUnit } from "@aws-lambda-powertools/metrics";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SNSClient } from "@aws-sdk/client-sns";
import { clientOptions } from "../../shared/aws/client-options";
import { env } from "../../shared/env";
import { lazy } from "../../shared/lazy";
import { logger } from "../../shared/logger";
import { metrics } from "../../shared/metrics";
import { observed } from "../../shared/observed";
import { SnsChangeTopic } from "../validator/sns-changes";
import { bakeMilliseconds } from "./bake-minutes";
import { CloudWatchAlarm } from "./cloudwatch-alarm";
import type { ReleaseResult } from "./contract";
import { DynamoDBReleaseStore } from "./dynamodb-store";
import type { ReleasePorts } from "./ports";
import { readRequest } from "./read-request";
import { release } from "./release";
import { readWaves } from "./waves";

const dynamodb = lazy(() => new DynamoDBClient(clientOptions));
const sns = lazy(() => new SNSClient(clientOptions));
const cloudwatch = lazy(() => new CloudWatchClient(clientOptions));

/** Empty where none is watched. */
const alarm = process.env.RELEASE_ALARM ?? "";

const ports: ReleasePorts = {
  store: new DynamoDBReleaseStore(dynamodb, env("FLAGS_TABLE")),
  changes: new SnsChangeTopic(sns, env("CHANGES_TOPIC_ARN")),
  waves: readWaves(env("RELEASE_WAVES")),
  bakeMs: bakeMilliseconds(env("RELEASE_BAKE_MINUTES")),
  alarm: alarm === "" ? undefined : new CloudWatchAlarm(cloudwatch, alarm),
  count: (metric, value) => metrics.addMetric(metric, MetricUnit.Count, value),
  log: (level, message, details) => logger[level](message, details),
  now: Date.now,
};

/** Publishes a version to the next share of the services; see contract.ts. */
export const handler = observed((event: unknown): Promise<ReleaseResult> => release(readRequest(event), ports));
