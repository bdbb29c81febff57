import { isWatched } from "../metric-alarms";
import { consumedQueues, deadLetterQueues } from "../queues";
import type { Rule } from "../rule";

const AGE = { namespace: "AWS/SQS", metric: "ApproximateAgeOfOldestMessage", dimension: "QueueName" };

export const queueWithoutAgeAlarm: Rule = {
  id: "queue-without-age-alarm",
  requirements: ["ALL-10"],
  check: (stack) =>
    stack
      .resources("aws_sqs_queue")
      // Nobody reads a dead-letter queue, so that its messages grow old by nature, unless something consumes it.
      .filter(({ address }) => !deadLetterQueues(stack).has(address) || consumedQueues(stack).has(address))
      .filter((queue) => !isWatched(stack, queue, "name", AGE))
      .map(({ address }) => ({
        address,
        fault: `no alarm watches its ${AGE.metric}, so that a consumer may fall behind unseen`,
        remedy: "Add an aws_cloudwatch_metric_alarm in AWS/SQS whose QueueName is this queue's",
      })),
};
