import { CreateKeyCommand, type KMSClient, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import { CreateTopicCommand, SetTopicAttributesCommand } from "@aws-sdk/client-sns";
import type { QueueAttributeName } from "@aws-sdk/client-sqs";
import type { FlagChange } from "../../../functions/flag-propagation/flag/flag-change";
import { EVERY_SERVICE } from "../../../functions/flag-propagation/release/share";
import { serviceNames } from "../../../functions/flag-propagation/services";
import { SnsChangeTopic } from "../../../functions/flag-propagation/validator/sns-changes";
import { eachAtOnce } from "../../each-at-once";
import { REGION } from "../../local/emulator";
import { accountIn, type Clients, createQueue, type FanOut, given, queueArn, subscribe } from "./fan-out";
import { type Block, type FanOutBlocks, text, type Values } from "./synthesized";

/** Terraform's name of a queue's attribute → SQS's. */
const QUEUE_ATTRIBUTES: Readonly<Record<string, QueueAttributeName>> = {
  kms_data_key_reuse_period_seconds: "KmsDataKeyReusePeriodSeconds",
  kms_master_key_id: "KmsMasterKeyId",
  message_retention_seconds: "MessageRetentionPeriod",
  policy: "Policy",
  redrive_policy: "RedrivePolicy",
  visibility_timeout_seconds: "VisibilityTimeout",
};

/**
 * The fan-out as it is synthesized, and as the validator publishes to it. Left out is what no message meets: tags, and a
 * service's filter, which is null unless an operator sets one.
 */
export async function ourFanOut({ kms, sns, sqs }: Clients, blocks: FanOutBlocks, count: number): Promise<FanOut> {
  const place = await placeWithKey(kms, blocks.key);
  const topicArn = given(
    (
      await sns.send(
        new CreateTopicCommand({
          Name: text(blocks.topic, "name", place),
          Attributes: { KmsMasterKeyId: text(blocks.topic, "kms_master_key_id", place) },
        }),
      )
    ).TopicArn,
  );
  const values = { ...place, "aws_sns_topic.changes.arn": topicArn };
  const policy = text(blocks.topicPolicy, "policy", values);
  await sns.send(
    new SetTopicAttributesCommand({ TopicArn: topicArn, AttributeName: "Policy", AttributeValue: policy }),
  );

  const account = accountIn(topicArn);
  const queueUrls = await eachAtOnce(serviceNames(count), async (service) => {
    const own = { ...values, "each.key": service };
    const create = (block: Block, known: Values) =>
      createQueue(sqs, text(block, "name", known), queueAttributes(block, known));
    await create(blocks.deadLetterQueue, own);
    const deadLetters = queueArn(account, text(blocks.deadLetterQueue, "name", own));
    const url = await create(blocks.queue, {
      ...own,
      "aws_sqs_queue.services_dead_letters[each.key].arn": deadLetters,
    });
    const arn = queueArn(account, text(blocks.queue, "name", own));
    await subscribe(sns, topicArn, arn, text(blocks.subscription, "raw_message_delivery", own));
    return url;
  });

  const topic = new SnsChangeTopic(() => sns, topicArn);
  const publish = async (change: FlagChange) => {
    const [error] = await topic.publish([{ change, share: EVERY_SERVICE }]);
    if (error !== undefined) throw error;
  };
  return { queueUrls, publish };
}

/** Makes the key. @returns what the expressions about it and about the deployment stand for */
async function placeWithKey(kms: KMSClient, block: Block): Promise<Values> {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  const arn = given(KeyMetadata?.Arn);
  const place = {
    "var.environment": "dev",
    "data.aws_partition.partition.partition": "aws",
    "data.aws_region.region.name": REGION,
    "data.aws_caller_identity.account.account_id": accountIn(arn),
    "aws_kms_key.key.arn": arn,
  };
  const Policy = text(block, "policy", place);
  await kms.send(new PutKeyPolicyCommand({ KeyId: arn, PolicyName: "default", Policy }));
  return place;
}

function queueAttributes(block: Block, values: Values): Partial<Record<QueueAttributeName, string>> {
  const present = Object.entries(QUEUE_ATTRIBUTES).filter(([attribute]) => attribute in block);
  return Object.fromEntries(present.map(([attribute, name]) => [name, text(block, attribute, values)]));
}
