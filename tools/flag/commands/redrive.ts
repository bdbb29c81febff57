import { GetQueueAttributesCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { eachAtOnce } from "../../each-at-once";
import { nameAndMessage, sqsClient } from "../aws-clients";
import { type Caller, printJson } from "../context";
import { EXIT, type ExitCode } from "../exit-codes";
import { moveLetters, UNDER_WAY_SECONDS } from "../move-letters";
import { type Tell, withProgress } from "../progress";
import type { Selection } from "../selection-arguments";
import { type ServiceQueues, serviceQueues } from "../service-queues";
import { count, table } from "../text";

/** Queues that are worked on at a time. */
const AT_ONCE = 32;

/** A service's dead letters. */
interface Letters extends ServiceQueues {
  /** How many lie there, about: SQS counts them roughly. */
  readonly found: number;
  /** How many somebody has received and not deleted yet. */
  readonly underWay: number;
  sentBack: number;
  failure?: string;
}

/** Sends the dead letters of services back to their queues. */
export async function redrive(caller: Caller, selection: Selection): Promise<ExitCode> {
  const sqs = sqsClient(caller.environment);
  const all = await withProgress(caller, async (tell) => {
    const queues = await serviceQueues(sqs, selection);
    const all = await lookAt(sqs, queues, tell);
    if (!selection.dryRun) await sendBack(sqs, all, tell);
    return all;
  }).finally(() => sqs.destroy());
  report(caller, selection, all);
  return all.some(({ failure }) => failure !== undefined) ? EXIT.failed : EXIT.done;
}

async function lookAt(sqs: SQSClient, queues: readonly ServiceQueues[], tell: Tell): Promise<readonly Letters[]> {
  let looked = 0;
  return eachAtOnce(
    queues,
    async (queue) => {
      const letters = await counted(sqs, queue);
      looked += 1;
      tell(looked / queues.length, `looked at ${looked} of ${count(queues.length, "queue")}`);
      return letters;
    },
    AT_ONCE,
  );
}

async function counted(sqs: SQSClient, queues: ServiceQueues): Promise<Letters> {
  try {
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl: queues.deadLetters,
        AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
      }),
    );
    return {
      ...queues,
      found: Number(Attributes.ApproximateNumberOfMessages ?? 0),
      underWay: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
      sentBack: 0,
    };
  } catch (error) {
    return { ...queues, found: 0, underWay: 0, sentBack: 0, failure: nameAndMessage(error) };
  }
}

async function sendBack(sqs: SQSClient, all: readonly Letters[], tell: Tell): Promise<void> {
  const filled = all.filter(({ found }) => found > 0);
  const expected = filled.reduce((sum, { found }) => sum + found, 0);
  let sent = 0;
  await eachAtOnce(
    filled,
    async (letters) => {
      try {
        await moveLetters(sqs, letters, letters.found, (number) => {
          letters.sentBack += number;
          sent += number;
          tell(Math.min(1, sent / expected), `sent ${sent} of about ${count(expected, "dead letter")} back`);
        });
      } catch (error) {
        letters.failure = nameAndMessage(error);
      }
    },
    AT_ONCE,
  );
}

function report(caller: Caller, { dryRun }: Selection, all: readonly Letters[]): void {
  if (caller.json) {
    printJson(caller, {
      dry_run: dryRun,
      services: all.map(({ service, found, underWay, sentBack, failure }) => ({
        service,
        found,
        under_way: underWay,
        sent_back: sentBack,
        ...(failure !== undefined && { failure }),
      })),
    });
    return;
  }
  const { terminal } = caller;
  const shown = all.filter(({ found }) => found > 0);
  if (shown.length > 0) {
    const headings = dryRun ? ["SERVICE", "DEAD LETTERS"] : ["SERVICE", "DEAD LETTERS", "SENT BACK"];
    const rows = shown.map(({ service, found, sentBack }) => [
      service,
      String(found),
      ...(dryRun ? [] : [String(sentBack)]),
    ]);
    for (const line of table(headings, rows, [1, 2])) terminal.print(line);
  }
  terminal.print(summary(all, shown, dryRun));
  const underWay = all.reduce((sum, letters) => sum + letters.underWay, 0);
  if (underWay > 0) {
    terminal.print(
      `${count(underWay, "dead letter")} more ${underWay === 1 ? "is" : "are"} under way already, perhaps since a run that was ended: repeat this in ${UNDER_WAY_SECONDS} seconds.`,
    );
  }
  for (const { service, failure } of all) {
    if (failure !== undefined) terminal.complain(`error: ${service}: ${failure}`);
  }
}

function summary(all: readonly Letters[], shown: readonly Letters[], dryRun: boolean): string {
  const services = count(all.length, "service");
  if (shown.length === 0) return `No dead letters in the queues of ${services}.`;
  const sum = (of: "found" | "sentBack") => shown.reduce((total, letters) => total + letters[of], 0);
  return dryRun
    ? `${shown.length} of ${services} with dead letters: ${sum("found")} would be sent back. Nothing was sent.`
    : `${shown.length} of ${services} with dead letters: sent ${sum("sentBack")} back.`;
}
