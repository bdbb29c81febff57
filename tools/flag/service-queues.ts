import { GetQueueUrlCommand, ListQueuesCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { UserError } from "../../modules/errors";
import { eachAtOnce } from "../each-at-once";
import type { Selection } from "./selection-arguments";

/** What SQS lists in one call. */
const PAGE = 1_000;
/** What every service is called by, before its number. */
const SERVICES = "service-";

/** A service's queues, by their URLs. */
export interface ServiceQueues {
  readonly service: string;
  readonly queue: string;
  readonly deadLetters: string;
}

/**
 * The queues of the services that a command is about, in the order of the services.
 *
 * @throws UserError where there are none, or where a service that was named has none
 */
export async function serviceQueues(sqs: SQSClient, selection: Selection): Promise<readonly ServiceQueues[]> {
  const { queues, services } = selection;
  const nameOf = (service: string) => queues.replace("*", service);
  if (services.kind === "existing") return existing(sqs, queues);
  // Of those that exist, the first tells what the URLs of the others are.
  const asked = services.kind === "counted" ? services.names.slice(0, 1) : services.names;
  const urls = await eachAtOnce(asked, (service) => urlOf(sqs, nameOf(service)));
  return services.names.map((service, index) => {
    return queuesAt(sibling(urls[index] ?? urls[0] ?? "", nameOf(service)), service, queues);
  });
}

async function existing(sqs: SQSClient, pattern: string): Promise<readonly ServiceQueues[]> {
  const [before = "", after = ""] = pattern.split("*");
  const found: ServiceQueues[] = [];
  let NextToken: string | undefined;
  do {
    const page = await sqs.send(
      new ListQueuesCommand({
        QueueNamePrefix: `${before}${SERVICES}`,
        MaxResults: PAGE,
        ...(NextToken !== undefined && { NextToken }),
      }),
    );
    for (const url of page.QueueUrls ?? []) {
      const name = url.slice(url.lastIndexOf("/") + 1);
      const service = name.slice(before.length, name.length - after.length);
      // Another environment's queues begin alike.
      const isOurs = name === `${before}${service}${after}` && /^service-[0-9]{4}$/.test(service);
      if (isOurs) found.push(queuesAt(url, service, pattern));
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  if (found.length === 0) {
    throw new UserError(
      `There are no queues like '${pattern}' in this account and region. --environment or --queues says what they are called.`,
    );
  }
  return found.sort((a, b) => (a.service < b.service ? -1 : 1));
}

async function urlOf(sqs: SQSClient, name: string): Promise<string> {
  try {
    return (await sqs.send(new GetQueueUrlCommand({ QueueName: name }))).QueueUrl ?? "";
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "QueueDoesNotExist") throw error;
    throw new UserError(
      `There is no queue '${name}' in this account and region. --environment or --queues says what they are called.`,
    );
  }
}

function queuesAt(queue: string, service: string, pattern: string): ServiceQueues {
  return { service, queue, deadLetters: sibling(queue, pattern.replace("*", `dead-letters-${service}`)) };
}

/** The URL of another queue of the same account and region. */
function sibling(url: string, name: string): string {
  return url.slice(0, url.lastIndexOf("/") + 1) + name;
}
