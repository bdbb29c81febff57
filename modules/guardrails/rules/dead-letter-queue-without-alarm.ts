import { isWatched } from "../metric-alarms";
import { deadLetterQueues } from "../queues";
import type { Rule } from "../rule";

const VISIBLE = { namespace: "AWS/SQS", metric: "ApproximateNumberOfMessagesVisible", dimension: "QueueName" };

export const deadLetterQueueWithoutAlarm: Rule = {
  id: "dead-letter-queue-without-alarm",
  requirements: ["ALL-10"],
  check: (stack) =>
    stack
      .resources("aws_sqs_queue")
      .filter(({ address }) => deadLetterQueues(stack).has(address))
      .filter((queue) => !isWatched(stack, queue, "name", VISIBLE))
      .map(({ address }) => ({
        address,
        fault: `no alarm watches its ${VISIBLE.metric}, so that failed messages expire unseen`,
        remedy: "Add an aws_cloudwatch_metric_alarm in AWS/SQS whose QueueName is this queue's",
      })),
};
