import type { SQSClient } from "@aws-sdk/client-sqs";
import type { FlagChange } from "../../../functions/flag-propagation/flag/flag-change";
import type { ServiceFlags } from "../../../functions/flag-propagation/flags/service-flags";
import { DynamoDBPropagationStore } from "../../../functions/flag-propagation/propagation-status/dynamodb-store";
import { EVERY_SERVICE, shareOf } from "../../../functions/flag-propagation/release/share";
import { messageBody } from "../../../functions/shared/aws/message-body";
import { UserError } from "../../../modules/errors";
import { eachAtOnce } from "../../each-at-once";
import { dynamodbClient, nameAndMessage, sqsClient } from "../aws-clients";
import { type Caller, printJson } from "../context";
import { EXIT, type ExitCode } from "../exit-codes";
import { knownFlags } from "../known-flags";
import { type Tell, withProgress } from "../progress";
import { type Published, publishedChanges } from "../published-changes";
import type { Selection } from "../selection-arguments";
import { batchesOf, type Message, sendBatch } from "../send-messages";
import { type ServiceQueues, serviceQueues } from "../service-queues";
import { count, pairs } from "../text";

/** Calls of AWS that are under way at a time. */
const AT_ONCE = 32;

/** Flags that are named; of more, how many there are says enough. */
const NAMED = 20;

export interface ResyncSelection extends Selection {
  /** Empty for all. */
  readonly flags: readonly string[];
}

/** What is to be sent, and what cannot be. */
interface Content {
  readonly changes: readonly FlagChange[];
  readonly faults: readonly string[];
  /** How many of the flags were never published: no cache is to have them. */
  readonly unpublished: number;
  /** Flags whose version is released in waves: what is sent here goes beyond their share. */
  readonly releasing: readonly string[];
  readonly serviceFlags: ServiceFlags;
}

/** What a service is sent. */
interface Delivery extends ServiceQueues {
  readonly messages: readonly Message[];
  sent: number;
  failure?: string;
}

/** Sends services what the table says that their caches should hold, through their queues. */
export async function resync(caller: Caller, selection: ResyncSelection): Promise<ExitCode> {
  const sqs = sqsClient(caller.environment);
  const { content, deliveries } = await withProgress(caller, async (tell) => {
    const queues = await serviceQueues(sqs, selection);
    const content = await contentOf(caller, selection, tell);
    const deliveries = deliveriesOf(queues, content);
    if (!selection.dryRun) await deliver(sqs, deliveries, tell);
    return { content, deliveries };
  }).finally(() => sqs.destroy());
  report(caller, selection, content, deliveries);
  const isFailed = content.faults.length > 0 || deliveries.some(({ failure }) => failure !== undefined);
  return isFailed ? EXIT.failed : EXIT.done;
}

async function contentOf(caller: Caller, selection: ResyncSelection, tell: Tell): Promise<Content> {
  const client = dynamodbClient(caller.environment);
  try {
    const store = new DynamoDBPropagationStore(() => client, selection.table, {
      now: caller.now,
      warn: () => {
        throw new UserError(
          "Which flags a service takes cannot be read from the table: deploy the stack again. Nothing was sent.",
        );
      },
    });
    const serviceFlags = await store.serviceFlags();
    const isAll = selection.flags.length === 0;
    const ids = isAll
      ? await knownFlags(client, selection.table, (found) => tell(0, `found ${count(found, "flag")}`))
      : selection.flags;
    let read = 0;
    const verdicts = await eachAtOnce(
      ids,
      async (id) => {
        const verdict = await store.published(id);
        read += 1;
        tell(read / ids.length, `read ${read} of ${count(ids.length, "flag")}`);
        return verdict;
      },
      AT_ONCE,
    );
    const newest = verdicts.filter((verdict) => verdict !== undefined);
    const found = await publishedChanges(client, selection.table, newest);
    const unpublished = ids.filter((_, index) => verdicts[index] === undefined);
    return {
      changes: found.flatMap((each) => ("change" in each ? [each.change] : [])),
      faults: [
        ...found.flatMap(faultOf),
        // Of all flags one may never have been valid; one that is named is expected to be there.
        ...(isAll ? [] : unpublished.map((id) => `${id}: there is no such flag, or no version of it was published`)),
      ],
      unpublished: unpublished.length,
      releasing: newest.filter((verdict) => shareOf(verdict) < EVERY_SERVICE).map(({ flag_id }) => flag_id),
      serviceFlags,
    };
  } finally {
    client.destroy();
  }
}

function faultOf(each: Published): readonly string[] {
  return "fault" in each ? [`${each.flag_id}: version ${each.version} was published, and ${each.fault}`] : [];
}

function deliveriesOf(queues: readonly ServiceQueues[], { changes, serviceFlags }: Content): readonly Delivery[] {
  const messages = changes.map((change) => ({ flag: change.flag_id, message: { MessageBody: messageBody(change) } }));
  return queues.map((each) => {
    const taken = serviceFlags.get(each.service);
    const own = messages.filter(({ flag }) => taken?.has(flag) ?? true).map(({ message }) => message);
    return { ...each, messages: own, sent: 0 };
  });
}

async function deliver(sqs: SQSClient, deliveries: readonly Delivery[], tell: Tell): Promise<void> {
  const total = deliveries.reduce((sum, { messages }) => sum + messages.length, 0);
  let sent = 0;
  const batches = deliveries.flatMap((delivery) => batchesOf(delivery.messages).map((batch) => ({ delivery, batch })));
  await eachAtOnce(
    batches,
    async ({ delivery, batch }) => {
      // What a queue refused once it would refuse for each of its batches, after as many tries.
      if (delivery.failure !== undefined) return;
      try {
        const refusals = await sendBatch(sqs, delivery.queue, batch);
        const taken = refusals.filter((refusal) => refusal === undefined).length;
        const refusal = refusals.find((reason) => reason !== undefined);
        if (refusal !== undefined) delivery.failure = refusal;
        delivery.sent += taken;
        sent += taken;
        tell(sent / total, `sent ${sent} of ${count(total, "message")}`);
      } catch (error) {
        delivery.failure = nameAndMessage(error);
      }
    },
    AT_ONCE,
  );
}

function report(
  caller: Caller,
  { dryRun }: ResyncSelection,
  { changes, faults, unpublished, releasing }: Content,
  deliveries: readonly Delivery[],
): void {
  if (caller.json) {
    printJson(caller, {
      dry_run: dryRun,
      flags: changes.map((change) => ({
        flag_id: change.flag_id,
        version: change.version,
        deleted: "deleted" in change,
      })),
      services: deliveries.map(({ service, messages, sent, failure }) => ({
        service,
        messages: messages.length,
        sent,
        ...(failure !== undefined && { failure }),
      })),
      faults,
      unpublished,
      ...(releasing.length > 0 && { releasing }),
    });
    return;
  }
  const { terminal } = caller;
  const named = changes.slice(0, NAMED);
  const more = changes.length - named.length;
  if (named.length > 0) {
    for (const line of pairs(named.map((change) => [change.flag_id, versionText(change)]))) terminal.print(line);
    if (more > 0) terminal.print(`  and ${more} more`);
  }
  const total = deliveries.reduce((sum, { messages, sent }) => sum + (dryRun ? messages.length : sent), 0);
  const what = `${count(total, "message")} about ${count(changes.length, "flag")} to ${count(deliveries.length, "service")}`;
  terminal.print(
    dryRun
      ? `Would send ${what}. Nothing was sent.`
      : `Sent ${what}. The cache updater writes them within seconds; what is newer in a cache stays.`,
  );
  if (releasing.length > 0) {
    const named = `${releasing.slice(0, NAMED).join(", ")}${releasing.length > NAMED ? ", …" : ""}`;
    terminal.print(
      `In the middle of a release, and ${dryRun ? "to be " : ""}sent whatever a service's share: ${named}. To have no service before its share, repeat this when the release has ended.`,
    );
  }
  if (unpublished > 0 && faults.length === 0) {
    terminal.print(`${count(unpublished, "flag")} without a published version: left out.`);
  }
  for (const fault of faults) terminal.complain(`error: ${fault}`);
  for (const { service, failure } of deliveries) {
    if (failure !== undefined) terminal.complain(`error: ${service}: ${failure}`);
  }
}

function versionText(change: FlagChange): string {
  return `version ${change.version}${"deleted" in change ? ", deleted" : ""}`;
}
