import fs from "node:fs";
import path from "node:path";
import { App } from "cdktf";
import { buildFunctions } from "../../../modules/code/build-functions";
import { FlagPropagationStack } from "../../../modules/systems/flag-propagation/stack";

/** A resource's attributes, by Terraform's names, with Terraform's expressions in them. */
export type Block = Readonly<Record<string, unknown>>;

/** Blocks of the synthesized Terraform JSON that the fan-out consists of. */
export interface FanOutBlocks {
  readonly key: Block;
  readonly topic: Block;
  readonly topicPolicy: Block;
  readonly deadLetterQueue: Block;
  readonly queue: Block;
  readonly subscription: Block;
}

/** Synthesizes the system, so that what is measured is what is deployed. @param folder an empty one */
export async function fanOutBlocks(folder: string): Promise<FanOutBlocks> {
  const code = await buildFunctions();
  const app = new App({ outdir: folder });
  const stack = new FlagPropagationStack(app, { target: "local", code });
  app.synth();
  const { resource } = JSON.parse(fs.readFileSync(path.join(folder, "stacks", stack.node.id, "cdk.tf.json"), "utf8"));
  const block = (type: string, name: string): Block => {
    const found = resource?.[type]?.[name];
    if (found === undefined) throw new Error(`The synthesized flag-propagation has no ${type}.${name}.`);
    return found;
  };
  return {
    key: block("aws_kms_key", "key"),
    topic: block("aws_sns_topic", "changes"),
    topicPolicy: block("aws_sns_topic_policy", "changes_policy"),
    deadLetterQueue: block("aws_sqs_queue", "services_dead_letters"),
    queue: block("aws_sqs_queue", "services_queue"),
    subscription: block("aws_sns_topic_subscription", "services_subscription"),
  };
}

/** Terraform expression → its value. */
export type Values = Readonly<Record<string, string>>;

/** An attribute as text, its expressions replaced. @throws where it has one that is not among the values */
export function text(block: Block, attribute: string, values: Values): string {
  const value = block[attribute];
  if (value === undefined) throw new Error(`The synthesized block has no ${attribute}: ${JSON.stringify(block)}`);
  return String(value).replaceAll(/\$\{([^}]*)\}/g, (_, expression: string) => {
    const known = values[expression];
    if (known === undefined) throw new Error(`${attribute} has \${${expression}}, which the benchmark gives no value.`);
    return known;
  });
}
