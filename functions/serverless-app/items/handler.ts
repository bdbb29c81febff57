import { randomUUID } from "node:crypto";
import { MetricUnit } from "@aws-lambda-powertools/metrics";
import { documents, dynamodb } from "../../shared/aws/dynamodb";
import { env } from "../../shared/env";
import { httpFunction } from "../../shared/http/function";
import { match } from "../../shared/http/router";
import { onceIn } from "../../shared/idempotency";
import { metrics } from "../../shared/powertools";
import { DynamoDBItemStore } from "./dynamodb-store";
import { itemOperations } from "./operations";
import { routes } from "./routes";

const operations = itemOperations({
  store: new DynamoDBItemStore(documents, env("ITEMS_TABLE")),
  once: onceIn(env("IDEMPOTENCY_TABLE"), dynamodb, "POST /items"),
  count: (metric) => metrics.addMetric(metric, MetricUnit.Count, 1),
  now: Date.now,
  newId: randomUUID,
});

/** The items API behind API Gateway. */
export const handler = httpFunction(async (request) => {
  const { route, parameters } = match(routes, request.method, request.path);
  return operations[route.operation](request, parameters);
});
