import { randomUUID } from "node:crypto";
import { MetricUnit } from "@aws-lambda-powertools/metrics";
import { documents, dynamodb } from "../../shared/aws/dynamodb";
import { env } from "../../shared/env";
import { httpFunction } from "../../shared/http/function";
import { onceIn } from "../../shared/idempotency";
import { metrics } from "../../shared/metrics";
import { itemsApi } from "./api";
import { DynamoDBItemStore } from "./dynamodb-store";

/** Answers the items API behind API Gateway. */
export const handler = httpFunction(
  itemsApi({
    store: new DynamoDBItemStore(documents, env("ITEMS_TABLE")),
    once: onceIn(env("IDEMPOTENCY_TABLE"), dynamodb, "POST /items"),
    count: (metric) => metrics.addMetric(metric, MetricUnit.Count, 1),
    now: Date.now,
    newId: randomUUID,
  }),
);
