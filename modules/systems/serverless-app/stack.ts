import type { Construct } from "constructs";
import { routes } from "../../../functions/serverless-app/items/routes";
import { Bucket } from "../../constructs/bucket";
import { LambdaFunction } from "../../constructs/lambda-function";
import { RestApi } from "../../constructs/rest-api";
import { Table } from "../../constructs/table";
import { Topic } from "../../constructs/topic";
import { SystemStack, type SystemStackProps } from "../system-stack";
import { outputs } from "./outputs";

const LOG_RETENTION_IN_DAYS = 14;

/** Where a table keeps the current version of an item, beside its history (functions/serverless-app/items). */
const HEAD_TIMESTAMP = "0";

/** Items kept as versions behind a REST API, and an event for each change: API → items → table → changes → topic. */
export class ServerlessAppStack extends SystemStack {
  readonly items: Table;
  readonly changed: Topic;
  readonly logs: Bucket;
  readonly itemsFunction: LambdaFunction;
  readonly changesFunction: LambdaFunction;
  readonly api: RestApi;

  constructor(scope: Construct, props: Pick<SystemStackProps, "target" | "code">) {
    super(scope, "serverless-app", { ...props, metricsNamespace: "ServerlessApp" });

    this.items = new Table(this, "items", {
      partitionKey: { name: "id", type: "S" },
      sortKey: { name: "timestamp", type: "N" },
      globalSecondaryIndexes: [
        {
          name: "by-created",
          partitionKey: { name: "listing", type: "S" },
          sortKey: { name: "created_at", type: "N" },
        },
      ],
      streamViewType: "NEW_IMAGE",
    });
    const idempotency = new Table(this, "idempotency", {
      partitionKey: { name: "id", type: "S" },
      timeToLiveAttribute: "expiration",
    });
    this.itemsFunction = new LambdaFunction(this, "items-api", {
      entry: "serverless-app/items",
      description: "Serves the items API",
      // Under API Gateway's 29 s, over the 26 s that two AWS calls with all their attempts may take.
      timeout: 28,
      durationAlarm: 3_000,
      reservedConcurrency: 100,
      logRetentionInDays: LOG_RETENTION_IN_DAYS,
      weightedDeployment: true,
      uses: {
        ITEMS_TABLE: this.items.allow("dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem"),
        IDEMPOTENCY_TABLE: idempotency.allow(
          "dynamodb:GetItem",
          "dynamodb:PutItem",
          "dynamodb:UpdateItem",
          "dynamodb:DeleteItem",
        ),
      },
    });
    this.logs = new Bucket(this, "logs", { expirationInDays: 90 });
    this.api = new RestApi(this, "api", {
      description: "Items and their versions",
      logBucket: this.logs,
      routes: routes.map(({ method, path }) => ({ method, path, handler: this.itemsFunction })),
    });

    this.changed = new Topic(this, "item-changes");
    this.changesFunction = new LambdaFunction(this, "changes", {
      entry: "serverless-app/changes",
      description: "Publishes each change of an item as an event",
      logRetentionInDays: LOG_RETENTION_IN_DAYS,
      uses: {
        CHANGES_TOPIC_ARN: this.changed.publish(),
        DEAD_LETTER_QUEUE_URL: this.deadLetterQueue.send(),
      },
      events: [
        this.items.stream({
          filters: [{ dynamodb: { Keys: { timestamp: { N: [{ "anything-but": [HEAD_TIMESTAMP] }] } } } }],
        }),
      ],
    });
    // APP-07: beside sending to it, each may see how much lies there.
    for (const fn of [this.itemsFunction, this.changesFunction]) fn.allow(this.deadLetterQueue.inspect());
    outputs(this);
  }
}
