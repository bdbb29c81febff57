import { createHash, randomUUID } from "node:crypto";
import { attributesOf, plainItem } from "../../../../functions/flag-propagation/validator/attribute-values";
import { type ApiServer, serve } from "./api-server";

/** What a call of AWS is given; each operation knows its own. */
// biome-ignore lint/suspicious/noExplicitAny: as the wire has it.
type Input = any;
type Item = Readonly<Record<string, unknown>> & { readonly flag_id: string; readonly record: string };

interface Letter {
  readonly id: string;
  readonly body: string;
  readonly attributes: object | undefined;
  /** Which call may delete it; undefined for one that nobody has received. */
  receipt?: string;
}

export interface Call {
  readonly operation: string;
  readonly input: Input;
}

class Refusal extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/**
 * The queues and the table behind AWS's own protocol, so that the clients are the real ones: what is received is out of
 * sight until `visibilityEnds`, and a call may be made to fail.
 */
export class MemoryAws {
  readonly queues = new Map<string, Letter[]>();
  readonly items: Item[] = [];
  readonly calls: Call[] = [];
  /** Answers before the operation does; what it throws is the answer. */
  before: (call: Call) => void = () => undefined;
  /** Of the entries of a batch, those that SQS does not take. */
  refuses: (call: Call, entry: Input) => boolean = () => false;
  /** Queues or items that are told at a time. */
  page = 1_000;
  private server: ApiServer | undefined;

  async start(): Promise<this> {
    this.server = await serve(async ({ headers, body }) => {
      const operation = String(headers["x-amz-target"]).split(".")[1] ?? "";
      const call = { operation, input: JSON.parse(body.toString()) };
      this.calls.push(call);
      try {
        this.before(call);
        return { status: 200, body: JSON.stringify(this.answer(call)) };
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const answer = { __type: `com.amazonaws#${error.code}`, message: error.message };
        return { status: 400, body: JSON.stringify(answer) };
      }
    });
    return this;
  }

  async stop(): Promise<void> {
    await this.server?.stop();
  }

  get endpoint(): string {
    return new URL(this.server?.url ?? "").origin;
  }

  refuse(code: string, message: string): never {
    throw new Refusal(code, message);
  }

  queue(name: string, ...bodies: readonly string[]): this {
    this.queues.set(
      name,
      bodies.map((body) => ({ id: randomUUID(), body, attributes: undefined })),
    );
    return this;
  }

  /** The queues of services, each with its dead letters. */
  services(letters: Readonly<Record<string, readonly string[]>>, environment = "dev"): this {
    for (const [service, bodies] of Object.entries(letters)) {
      this.queue(`flag-propagation-${service}-${environment}`);
      this.queue(`flag-propagation-dead-letters-${service}-${environment}`, ...bodies);
    }
    return this;
  }

  bodies(name: string): readonly string[] {
    return (this.queues.get(name) ?? []).map(({ body }) => body);
  }

  /** What was received and not deleted can be received again. */
  visibilityEnds(): void {
    for (const letter of [...this.queues.values()].flat()) delete letter.receipt;
  }

  put(...items: readonly Item[]): this {
    this.items.push(...items);
    return this;
  }

  count(operation: string): number {
    return this.calls.filter((call) => call.operation === operation).length;
  }

  private answer(call: Call): object {
    const { operation, input } = call;
    switch (operation) {
      case "ListQueues":
        return this.listQueues(input);
      case "GetQueueUrl":
        this.letters(input.QueueName);
        return { QueueUrl: this.urlOf(input.QueueName) };
      case "GetQueueAttributes": {
        const letters = this.letters(nameIn(input.QueueUrl));
        const visible = letters.filter(({ receipt }) => receipt === undefined).length;
        return {
          Attributes: {
            ApproximateNumberOfMessages: String(visible),
            ApproximateNumberOfMessagesNotVisible: String(letters.length - visible),
          },
        };
      }
      case "ReceiveMessage":
        return { Messages: this.receive(input) };
      case "SendMessageBatch":
        return this.each(call, (entry) => this.send(nameIn(input.QueueUrl), entry));
      case "DeleteMessageBatch":
        return this.each(call, (entry) => this.remove(nameIn(input.QueueUrl), entry));
      case "Scan":
        return this.scan(input);
      case "Query":
        return this.query(input);
      case "GetItem": {
        const { flag_id, record } = plainItem(input.Key).item;
        const item = this.items.find((each) => each.flag_id === flag_id && each.record === record);
        return item === undefined ? {} : { Item: attributesOf(item) };
      }
      case "BatchGetItem":
        return this.batchGet(input);
      default:
        throw new Error(`Nothing here answers ${operation}.`);
    }
  }

  private listQueues({ QueueNamePrefix, NextToken = "0" }: Input): object {
    const names = [...this.queues.keys()].filter((name) => name.startsWith(QueueNamePrefix));
    const end = Number(NextToken) + this.page;
    return {
      QueueUrls: names.slice(Number(NextToken), end).map((name) => this.urlOf(name)),
      ...(end < names.length && { NextToken: String(end) }),
    };
  }

  private receive({ QueueUrl, MaxNumberOfMessages }: Input): readonly object[] {
    const waiting = this.letters(nameIn(QueueUrl)).filter(({ receipt }) => receipt === undefined);
    return waiting.slice(0, MaxNumberOfMessages).map((letter) => {
      letter.receipt = randomUUID();
      return {
        MessageId: letter.id,
        ReceiptHandle: letter.receipt,
        Body: letter.body,
        MD5OfBody: md5(letter.body),
        ...(letter.attributes && { MessageAttributes: letter.attributes }),
      };
    });
  }

  private send(queue: string, { MessageBody, MessageAttributes }: Input): object {
    this.letters(queue).push({ id: randomUUID(), body: MessageBody, attributes: MessageAttributes });
    return { MessageId: randomUUID(), MD5OfMessageBody: md5(MessageBody) };
  }

  private remove(queue: string, { ReceiptHandle }: Input): object {
    const letters = this.letters(queue);
    const index = letters.findIndex(({ receipt }) => receipt === ReceiptHandle);
    if (index >= 0) letters.splice(index, 1);
    return {};
  }

  private each(call: Call, act: (entry: Input) => object): object {
    const Successful: object[] = [];
    const Failed: object[] = [];
    if (call.input.Entries.length > 10) this.refuse("TooManyEntriesInBatchRequest", "10 are allowed.");
    const bytes = call.input.Entries.reduce(
      (sum: number, { MessageBody = "" }) => sum + Buffer.byteLength(MessageBody),
      0,
    );
    if (bytes > 256 * 1024) this.refuse("BatchRequestTooLong", "262144 bytes are allowed.");
    for (const entry of call.input.Entries) {
      if (this.refuses(call, entry)) Failed.push({ Id: entry.Id, Code: "InternalError", SenderFault: false });
      else Successful.push({ Id: entry.Id, ...act(entry) });
    }
    return { Successful, Failed };
  }

  private scan({ ExclusiveStartKey }: Input): object {
    const start = ExclusiveStartKey === undefined ? 0 : Number(plainItem(ExclusiveStartKey).item.flag_id);
    const end = start + this.page;
    const found = this.items.slice(start, end).filter(({ record }) => record === "current");
    return {
      Items: found.map(({ flag_id }) => attributesOf({ flag_id })),
      ...(end < this.items.length && { LastEvaluatedKey: attributesOf({ flag_id: String(end) }) }),
    };
  }

  /** Of verdicts, newest first, those that were published: what the store asks for. */
  private query({ ExpressionAttributeValues }: Input): object {
    const { ":flag_id": flag, ":prefix": prefix } = plainItem(ExpressionAttributeValues).item;
    const found = this.items
      .filter(({ flag_id, record }) => flag_id === flag && record.startsWith(String(prefix)))
      .filter(({ valid, published_at }) => valid === true && published_at !== undefined)
      .sort((a, b) => (a.record < b.record ? 1 : -1));
    return { Items: found.map(attributesOf) };
  }

  private batchGet({ RequestItems }: Input): object {
    const [[table, { Keys }]] = Object.entries(RequestItems) as [[string, Input]];
    const keys: Readonly<Record<string, unknown>>[] = Keys.map((key: Input) => plainItem(key).item);
    const found = this.items.filter((item) =>
      keys.some(({ flag_id, record }) => item.flag_id === flag_id && item.record === record),
    );
    return { Responses: { [table]: found.map(attributesOf) } };
  }

  private letters(name: string): Letter[] {
    const letters = this.queues.get(name);
    return letters ?? this.refuse("QueueDoesNotExist", "The specified queue does not exist.");
  }

  private urlOf(name: string): string {
    return `${this.endpoint}/123456789012/${name}`;
  }
}

function nameIn(url: string): string {
  return url.slice(url.lastIndexOf("/") + 1);
}

function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}
