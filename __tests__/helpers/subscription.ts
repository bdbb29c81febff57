const TLS_ONLY = {
  Sid: "DenyPlainText",
  Effect: "Deny",
  Principal: "*",
  Action: "*",
  Resource: "*",
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};

/** A topic and a queue that subscribes to it; the queue's policy speaks of the topic whose name is given. */
export function subscription(allowedTopic: string) {
  const policy = (...statements: readonly object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
  const send = {
    Sid: "TopicSends",
    Effect: "Allow",
    Principal: { Service: "sns.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: "${aws_sqs_queue.orders.arn}",
    Condition: { ArnEquals: { "aws:SourceArn": `\${aws_sns_topic.${allowedTopic}.arn}` } },
  };
  const topic = (name: string) => ({ arn: `\${aws_sns_topic.${name}.arn}`, policy: policy(TLS_ONLY) });
  return {
    provider: { aws: [{ region: "eu-west-1" }] },
    resource: {
      aws_sns_topic: { changes: { name: "changes" }, other: { name: "other" } },
      aws_sns_topic_policy: { changes: topic("changes"), other: topic("other") },
      aws_sqs_queue: { orders: { name: "orders" } },
      aws_sqs_queue_policy: {
        orders: { queue_url: "${aws_sqs_queue.orders.url}", policy: policy(send, TLS_ONLY) },
      },
      aws_sns_topic_subscription: {
        orders: {
          topic_arn: "${aws_sns_topic.changes.arn}",
          protocol: "sqs",
          endpoint: "${aws_sqs_queue.orders.arn}",
        },
      },
    },
  };
}
