import { describe, expect, it } from "@jest/globals";
import { alarmWithoutAction } from "../../../modules/guardrails/rules/alarm-without-action";
import { deadLetterQueueWithoutAlarm } from "../../../modules/guardrails/rules/dead-letter-queue-without-alarm";
import { functionWithoutAlarm } from "../../../modules/guardrails/rules/function-without-alarm";
import { queueWithoutAgeAlarm } from "../../../modules/guardrails/rules/queue-without-age-alarm";
import { stackWithoutDashboard } from "../../../modules/guardrails/rules/stack-without-dashboard";
import { messagesOf, remove, set } from "../breaking";

describe("function-without-alarm", () => {
  it("ALL-10 fails if nothing watches a function's throttles and duration", () => {
    const messages = messagesOf(functionWithoutAlarm, (json) => {
      remove("aws_cloudwatch_metric_alarm.worker_throttles")(json);
      remove("aws_cloudwatch_metric_alarm.worker_duration")(json);
    });
    expect(messages).toEqual([
      "orders/worker/function (aws_lambda_function.worker): no alarm watches its Throttles, Duration. Add an aws_cloudwatch_metric_alarm in AWS/Lambda whose FunctionName is this function's. [function-without-alarm, ALL-10]",
    ]);
  });

  it("ALL-10 fails if an alarm watches another function", () => {
    const other = set("aws_cloudwatch_metric_alarm.worker_errors", { dimensions: { FunctionName: "another" } });
    expect(messagesOf(functionWithoutAlarm, other)).toEqual([expect.stringContaining("no alarm watches its Errors")]);
  });

  it("ALL-10 passes if an alarm names the function by its name, or in metric math", () => {
    const messages = messagesOf(functionWithoutAlarm, (json) => {
      const dimensions = { FunctionName: "orders-worker-${var.environment}" };
      set("aws_cloudwatch_metric_alarm.worker_errors", { dimensions })(json);
      const metric = [{ namespace: "AWS/Lambda", metric_name: "Duration", dimensions }];
      remove("aws_cloudwatch_metric_alarm.worker_duration")(json);
      set("aws_cloudwatch_metric_alarm.math", { metric_query: [{ id: "m" }, { id: "d", metric }] })(json);
    });
    expect(messages).toEqual([]);
  });
});

describe("queue-without-age-alarm", () => {
  it("ALL-10 fails if nothing watches the age of a queue's oldest message", () => {
    expect(messagesOf(queueWithoutAgeAlarm, remove("aws_cloudwatch_metric_alarm.orders_age"))).toEqual([
      "orders/orders/queue (aws_sqs_queue.orders): no alarm watches its ApproximateAgeOfOldestMessage, so that a consumer may fall behind unseen. Add an aws_cloudwatch_metric_alarm in AWS/SQS whose QueueName is this queue's. [queue-without-age-alarm, ALL-10]",
    ]);
  });

  it("ALL-10 fails if that of a dead-letter queue is not watched though a function consumes it", () => {
    const consumer = set("aws_lambda_event_source_mapping.redrive", {
      event_source_arn: "${aws_sqs_queue.failed.arn}",
    });
    expect(messagesOf(queueWithoutAgeAlarm, consumer)).toEqual([expect.stringContaining("(aws_sqs_queue.failed)")]);
  });
});

describe("dead-letter-queue-without-alarm", () => {
  it("ALL-10 fails if nothing watches a dead-letter queue", () => {
    expect(messagesOf(deadLetterQueueWithoutAlarm, remove("aws_cloudwatch_metric_alarm.failed_visible"))).toEqual([
      "orders/failed/queue (aws_sqs_queue.failed): no alarm watches its ApproximateNumberOfMessagesVisible, so that failed messages expire unseen. Add an aws_cloudwatch_metric_alarm in AWS/SQS whose QueueName is this queue's. [dead-letter-queue-without-alarm, ALL-10]",
    ]);
  });

  it.each([
    [
      "a subscription's redrive policy",
      "aws_sns_topic_subscription.s",
      { redrive_policy: '{"deadLetterTargetArn":"ARN"}' },
    ],
    ["a rule's target", "aws_cloudwatch_event_target.t", { dead_letter_config: [{ arn: "ARN" }] }],
    [
      "a stream's destination",
      "aws_lambda_event_source_mapping.m",
      { destination_config: { on_failure: { destination_arn: "ARN" } } },
    ],
  ])("ALL-10 knows a dead-letter queue by %s", (_case, address, attributes) => {
    const messages = messagesOf(deadLetterQueueWithoutAlarm, (json) => {
      set("aws_sqs_queue.lost", {})(json);
      set(address, JSON.parse(JSON.stringify(attributes).replace("ARN", "${aws_sqs_queue.lost.arn}")))(json);
    });
    expect(messages).toEqual([expect.stringContaining("(aws_sqs_queue.lost)")]);
  });
});

describe("alarm-without-action", () => {
  it("ALL-10 fails if an alarm tells nobody", () => {
    for (const silent of [{ alarm_actions: [] }, { actions_enabled: false }]) {
      expect(messagesOf(alarmWithoutAction, set("aws_cloudwatch_metric_alarm.orders_age", silent))).toEqual([
        "orders/orders/alarm (aws_cloudwatch_metric_alarm.orders_age): it tells nobody when it goes off. Set alarm_actions to the ARN of a topic, and leave actions_enabled on. [alarm-without-action, ALL-10]",
      ]);
    }
  });
});

describe("stack-without-dashboard", () => {
  it("ALL-10 fails if the stack has no dashboard", () => {
    expect(messagesOf(stackWithoutDashboard, remove("aws_cloudwatch_dashboard.dashboard"))).toEqual([
      "orders (aws_cloudwatch_dashboard): the stack has no dashboard. Add an aws_cloudwatch_dashboard that shows what its alarms watch. [stack-without-dashboard, ALL-10]",
    ]);
  });
});
