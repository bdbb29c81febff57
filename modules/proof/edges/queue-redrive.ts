import { jsonObject, text } from "./attributes";
import { type Connection, connection, type EdgeRule } from "./edge-rule";

/** Queue → its dead-letter queue. SQS moves the messages itself and needs no permission; a redrive allow policy can refuse. */
export const queueRedrive: EdgeRule = {
  type: "aws_sqs_queue",
  connections: (queue, view): readonly Connection[] => {
    const target = text(jsonObject(queue.attributes, "redrive_policy"), "deadLetterTargetArn");
    return target === undefined ? [] : [connection("dead letters", queue.address, view.address(target), [])];
  },
};

/** Queue → its dead-letter queue, where the redrive policy stands in a block of its own. */
export const queueRedriveBlock: EdgeRule = {
  type: "aws_sqs_queue_redrive_policy",
  connections: ({ address, attributes }, view): readonly Connection[] => {
    const target = text(jsonObject(attributes, "redrive_policy"), "deadLetterTargetArn");
    const queue = view.named("aws_sqs_queue", text(attributes, "queue_url"))?.address ?? address;
    return target === undefined ? [] : [connection("dead letters", queue, view.address(target), [])];
  },
};
