import { text as textOf } from "../../guardrails/terraform-json";
import { blocks, text } from "./attributes";
import { onBehalfOf } from "./calls";
import { deliverByService } from "./delivery";
import { type Connection, connection, type EdgeRule } from "./edge-rule";

const TARGETS = { lambda_function: "lambda_function_arn", queue: "queue_arn", topic: "topic_arn" } as const;

/** Bucket → function, queue or topic that hears of its objects. */
export const bucketNotification: EdgeRule = {
  type: "aws_s3_bucket_notification",
  connections: ({ address, attributes }, view): readonly Connection[] => {
    const bucket = view.named("aws_s3_bucket", text(attributes, "bucket"));
    const arn = text(bucket?.attributes, "arn") ?? `arn:${view.world.partition}:s3:::${textOf(attributes.bucket)}`;
    const sender = { service: "s3.amazonaws.com", context: onBehalfOf(arn, view.world.account) };
    return Object.entries(TARGETS).flatMap(([name, argument]) =>
      blocks(attributes, name)
        .flatMap((target) => text(target, argument) ?? [])
        .map((target) =>
          connection(
            "notification",
            bucket?.address ?? address,
            view.address(target),
            deliverByService(view, sender, target, "S3 tells of an object"),
          ),
        ),
    );
  },
};
