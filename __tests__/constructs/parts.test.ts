import { describe, expect, it } from "@jest/globals";
import { Testing } from "cdktf";
import { Bucket } from "../../modules/constructs/bucket";
import { LambdaFunction } from "../../modules/constructs/lambda-function";
import { Queue } from "../../modules/constructs/queue";
import { Table } from "../../modules/constructs/table";
import { Topic } from "../../modules/constructs/topic";
import { Variable } from "../../modules/constructs/variable";
import { TestSystem } from "../helpers/test-system";

/** A system with one of each part, all connected: topic → queue → intake → table → shipping → bucket. */
function orders() {
  const system = new TestSystem();
  const placed = new Topic(system, "placed");
  const inbox = new Queue(system, "inbox");
  placed.subscribe(inbox, { filterPolicy: { kind: ["book"] } });
  const table = new Table(system, "orders", {
    partitionKey: { name: "id", type: "S" },
    globalSecondaryIndexes: [{ name: "by-day", partitionKey: { name: "day", type: "S" } }],
    streamViewType: "NEW_IMAGE",
  });
  const labels = new Bucket(system, "labels");
  new LambdaFunction(system, "intake", {
    entry: "orders/intake",
    description: "Takes orders in",
    uses: { ORDERS_TABLE: table.allow("dynamodb:PutItem") },
    events: [inbox.messages({ batchSize: 5 })],
  });
  new LambdaFunction(system, "shipping", {
    entry: "orders/shipping",
    description: "Ships orders",
    uses: { LABELS_BUCKET: labels.write("printed/"), ORDERS_TABLE: table.read(), PLACED_TOPIC_ARN: placed.publish() },
    events: [table.stream({ parallelizationFactor: 4 })],
  });
  return system.graph();
}

const graph = orders();
const intake = "aws_lambda_function.intake";
const shipping = "aws_lambda_function.shipping";

describe("topic → queue", () => {
  it("ALL-12 subscribes the queue with the filter on the subscription itself", () => {
    const subscription = "aws_sns_topic_subscription.placed_to_inbox";
    expect(graph.references(subscription, "topic_arn")).toEqual(["aws_sns_topic.placed"]);
    expect(graph.references(subscription, "endpoint")).toEqual(["aws_sqs_queue.inbox"]);
    expect(graph.argument(subscription, "filter_policy")).toBe('{"kind":["book"]}');
  });

  it("ALL-12 lets that topic and no other send to the queue, and open the key", () => {
    expect(graph.policy("aws_sqs_queue_policy.inbox_policy")[1]).toMatchObject({
      Effect: "Allow",
      Principal: { Service: "sns.amazonaws.com" },
      Action: ["sqs:SendMessage"],
      Resource: ["${aws_sqs_queue.inbox.arn}"],
      Condition: { ArnEquals: { "aws:SourceArn": "${aws_sns_topic.placed.arn}" } },
    });
    expect(graph.policy("aws_kms_key.key").map(({ Sid }) => Sid)).toContain("AllowSns");
  });
});

describe("queue → function", () => {
  it("ALL-12 polls the queue for the live alias, with partial batch responses, once its role may", () => {
    const mapping = "aws_lambda_event_source_mapping.intake_from_inbox";
    expect(graph.references(mapping, "event_source_arn")).toEqual(["aws_sqs_queue.inbox"]);
    expect(graph.references(mapping, "function_name")).toEqual(["aws_lambda_alias.intake_live"]);
    expect(graph.argument(mapping, "function_response_types")).toEqual(["ReportBatchItemFailures"]);
    expect(graph.argument(mapping, "batch_size")).toBe(5);
    expect(graph.argument(mapping, "depends_on")).toContain("aws_iam_role_policy.intake_role_policy");
  });

  it.each(["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"])(
    "ALL-12 lets the poller %s",
    (action) => {
      expect(graph.allows(intake, action, "${aws_sqs_queue.inbox.arn}")).toBe(true);
    },
  );

  it("ALL-12 sends what is taken too often to the system's dead-letter queue", () => {
    const redrive = JSON.parse(String(graph.argument("aws_sqs_queue.inbox", "redrive_policy")));
    expect(redrive).toEqual({ deadLetterTargetArn: "${aws_sqs_queue.dead_letters.arn}", maxReceiveCount: 5 });
  });

  it("fails if the queue shows a message again before its function must be done, and says what to set", () => {
    const system = new TestSystem();
    const queue = new Queue(system, "inbox", { visibilityTimeoutSeconds: 30 });
    const slow = () =>
      new LambdaFunction(system, "intake", {
        entry: "orders/intake",
        description: "Takes orders in",
        timeout: 20,
        events: [queue.messages()],
      });
    expect(slow).toThrow(/\[orders\/inbox\] visibilityTimeoutSeconds is 30.*set 120 or more/);
  });
});

describe("table → function", () => {
  it("ALL-12 reads the table's stream, splits failing batches and keeps what it gives up", () => {
    const mapping = "aws_lambda_event_source_mapping.shipping_from_orders";
    expect(graph.argument(mapping, "event_source_arn")).toBe("${aws_dynamodb_table.orders.stream_arn}");
    expect(graph.argument(mapping, "parallelization_factor")).toBe(4);
    expect(graph.argument(mapping, "bisect_batch_on_function_error")).toBe(true);
    expect(graph.references(mapping, "destination_config", "on_failure", "destination_arn")).toEqual([
      "aws_sqs_queue.dead_letters",
    ]);
  });

  it("ALL-12 lets the poller read that stream and no other", () => {
    expect(graph.resourcesFor(shipping, "dynamodb:GetRecords")).toEqual(["${aws_dynamodb_table.orders.stream_arn}"]);
    expect(graph.allows(shipping, "kms:Decrypt", "${aws_kms_key.key.arn}")).toBe(true);
  });

  it("fails if the table has no stream, and names the prop", () => {
    const table = new Table(new TestSystem(), "orders", { partitionKey: { name: "id", type: "S" } });
    expect(() => table.stream()).toThrow(/\[orders\/orders\] This table has no stream. Set streamViewType/);
  });
});

describe("access", () => {
  it("ALL-12 gives the function the table's name and the right to do just what it asked for", () => {
    expect(graph.references(intake, "environment", "variables", "ORDERS_TABLE")).toEqual(["aws_dynamodb_table.orders"]);
    expect(graph.resourcesFor(intake, "dynamodb:PutItem")).toEqual(["${aws_dynamodb_table.orders.arn}"]);
    expect(graph.resourcesFor(intake, "dynamodb:Query")).toEqual([]);
  });

  it("ALL-12 lets a reader query the indexes too", () => {
    expect(graph.resourcesFor(shipping, "dynamodb:Query")).toEqual([
      "${aws_dynamodb_table.orders.arn}",
      "${aws_dynamodb_table.orders.arn}/index/*",
    ]);
  });

  it("ALL-12 keeps a writer to its prefix of the bucket", () => {
    expect(graph.references(shipping, "environment", "variables", "LABELS_BUCKET")).toEqual(["aws_s3_bucket.labels"]);
    expect(graph.resourcesFor(shipping, "s3:PutObject")).toEqual(["${aws_s3_bucket.labels.arn}/printed/*"]);
  });

  it("ALL-12 lets a publisher publish to its topic and use the key that encrypts it", () => {
    expect(graph.resourcesFor(shipping, "sns:Publish")).toEqual(["${aws_sns_topic.placed.arn}"]);
    expect(graph.allows(shipping, "kms:GenerateDataKey", "${aws_kms_key.key.arn}")).toBe(true);
  });

  it("fails if one environment variable is given twice", () => {
    const system = new TestSystem();
    const topic = new Topic(system, "placed");
    const twice = () =>
      new LambdaFunction(system, "intake", {
        entry: "orders/intake",
        description: "Takes orders in",
        environment: { TOPIC: "one" },
        uses: { TOPIC: topic.publish() },
      });
    expect(twice).toThrow(/TOPIC is set in 'environment' and in 'uses'/);
  });
});

describe("a refused stack", () => {
  it("ALL-13 is written as it is once it was mended, not as it was refused", () => {
    const system = new TestSystem();
    const rate = new Variable(system, "rate", { type: "number", description: "Requests a second.", default: 1 });
    const { description } = rate;
    rate.addOverride("description", undefined);
    expect(() => Testing.synth(system, true)).toThrow(/variable\.rate.*description/);
    rate.addOverride("description", description);
    expect(JSON.parse(Testing.synth(system)).variable.rate.description).toBe("Requests a second.");
  });
});

describe("bad props", () => {
  const inSystem = (make: (system: TestSystem) => unknown) => () => make(new TestSystem());
  const key = { name: "id", type: "S" } as const;

  it.each([
    ["a timeout of 1,000 s", "timeout is 1000. Lambda takes a whole number from 1 to 900", { timeout: 1000 }],
    ["64 MB of memory", "memorySize is 64. Lambda takes a whole number from 128 to 10240", { memorySize: 64 }],
    ["no concurrency", "reservedConcurrency is 0. Lambda takes a whole number from 1", { reservedConcurrency: 0 }],
  ])("fails if a function is given %s", (_what, message, props) => {
    const make = inSystem(
      (s) => new LambdaFunction(s, "intake", { entry: "orders/intake", description: "x", ...props }),
    );
    expect(make).toThrow(`[orders/intake] ${message}`);
  });

  it("ALL-06 fails if a function's entry does not exist, naming the file", () => {
    const make = inSystem((s) => new LambdaFunction(s, "intake", { entry: "orders/refunds", description: "x" }));
    expect(make).toThrow(/functions\/orders\/refunds\/handler\.ts does not exist.*orders\/intake, orders\/shipping/);
  });

  it("fails if a queue keeps messages longer than SQS can", () => {
    expect(inSystem((s) => new Queue(s, "inbox", { messageRetentionSeconds: 2_000_000 }))).toThrow(
      "[orders/inbox] messageRetentionSeconds is 2000000. SQS takes a whole number from 60 to 1209600.",
    );
  });

  it("fails if one key attribute is given two types", () => {
    const index = { name: "by-id", partitionKey: { name: "id", type: "N" as const } };
    expect(inSystem((s) => new Table(s, "orders", { partitionKey: key, globalSecondaryIndexes: [index] }))).toThrow(
      "[orders/orders] The key 'id' is given as S and as N. Choose one type.",
    );
  });

  it("fails if two constructs would share an address", () => {
    const system = new TestSystem();
    new Topic(system, "new-orders");
    expect(() => new Topic(system, "new_orders")).toThrow(
      /aws_sns_topic\.new_orders already belongs to orders\/new-orders/,
    );
  });
});
