import "../support/stream-processor-environment";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { SQSClient } from "@aws-sdk/client-sqs";
import { beforeEach, describe, expect, it, jest } from "@jest/globals";
import type { AuditEntry } from "../../../../functions/flag-propagation/audit/entry";
import { readAuditMessage } from "../../../../functions/flag-propagation/audit/read-audit-message";
import { flag } from "../../../../functions/flag-propagation/rules/example";
import { handler } from "../../../../functions/flag-propagation/stream-processor/handler";
import { metrics } from "../../../../functions/shared/metrics";
import { lambdaContext } from "../../support/lambda-context";
import { flagStreamRecord } from "../support/flag-stream-record";
import { verdict, verdictRecord } from "../support/verdict-record";

interface Entry {
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
  readonly EventBusName: string;
}

interface SendBatch {
  readonly QueueUrl: string;
  readonly Entries: readonly { readonly Id: string; readonly MessageBody: string }[];
}

const calls: (readonly Entry[])[] = [];
let answer: (entries: readonly Entry[]) => unknown;
jest.spyOn(EventBridgeClient.prototype, "send").mockImplementation((async (command: {
  readonly input: { readonly Entries: readonly Entry[] };
}) => {
  calls.push(command.input.Entries);
  return answer(command.input.Entries);
}) as never);
const queued: SendBatch[] = [];
let answerOfQueue: (batch: SendBatch) => unknown;
jest.spyOn(SQSClient.prototype, "send").mockImplementation((async ({ input }: { readonly input: SendBatch }) => {
  queued.push(input);
  return answerOfQueue(input);
}) as never);
const counted = jest.spyOn(metrics, "addMetric").mockReturnValue(metrics);

const taken = (entries: readonly Entry[]) => ({ Entries: entries.map((_, index) => ({ EventId: `event-${index}` })) });
const takenByQueue = ({ Entries }: SendBatch) => ({ Successful: Entries.map(({ Id }) => ({ Id })) });
const versionIn = ({ Detail }: Entry): number => JSON.parse(Detail).version;
const published = (count: number) =>
  Array.from({ length: count }, (_, index) => verdictRecord(String(index + 1), verdict({ version: index + 1 })));

const handle = (event: unknown) => handler(event, lambdaContext);

beforeEach(() => {
  calls.length = 0;
  queued.length = 0;
  answer = taken;
  answerOfQueue = takenByQueue;
  counted.mockClear();
});

describe("the stream processor", () => {
  it("FLAG-06 puts an event on the system's bus", async () => {
    expect(await handle({ Records: published(1) })).toEqual({ batchItemFailures: [] });
    expect(calls).toEqual([
      [
        {
          EventBusName: "flag-propagation-test",
          Source: "flag-propagation",
          DetailType: "Flag Published",
          Detail: JSON.stringify({
            flag_id: "new-menu",
            version: 1,
            environment: "test",
            validated_at: 1_795_262_400_000,
            published_at: 1_795_262_400_090,
            share: 100,
          }),
        },
      ],
    ]);
    expect(counted).toHaveBeenCalledWith("FlagEventsSent", "Count", 1);
  });

  it("FLAG-06 puts ten in a call, which is what EventBridge takes, in their order", async () => {
    await handle({ Records: published(23) });
    expect(calls.map(({ length }) => length)).toEqual([10, 10, 3]);
    expect(calls.flat().map(versionIn)).toEqual(Array.from({ length: 23 }, (_, index) => index + 1));
  });

  it("FLAG-06 reports each event that the bus refused, by its own record", async () => {
    answer = (entries) => ({
      FailedEntryCount: 1,
      Entries: entries.map((entry) =>
        [4, 17].includes(versionIn(entry))
          ? { ErrorCode: "ThrottlingException", ErrorMessage: "slow" }
          : { EventId: "x" },
      ),
    });
    expect(await handle({ Records: published(23) })).toEqual({
      batchItemFailures: [{ itemIdentifier: "4" }, { itemIdentifier: "17" }],
    });
    expect(counted).toHaveBeenCalledWith("FlagEventsSent", "Count", 21);
  });

  it("FLAG-06 reports what was in a call that failed, and no other", async () => {
    answer = (entries) => {
      if (entries.some((entry) => versionIn(entry) === 11)) throw new Error("no network");
      return taken(entries);
    };
    const { batchItemFailures } = await handle({ Records: published(12) });
    expect(batchItemFailures).toEqual([{ itemIdentifier: "11" }, { itemIdentifier: "12" }]);
  });

  it("FLAG-06 reports what EventBridge says nothing about", async () => {
    answer = () => ({ Entries: [{ EventId: "x" }] });
    const { batchItemFailures } = await handle({ Records: published(2) });
    expect(batchItemFailures).toEqual([{ itemIdentifier: "2" }]);
  });

  it("FLAG-08 puts what the audit trail says of it into the queue", async () => {
    expect(await handle({ Records: published(1) })).toEqual({ batchItemFailures: [] });
    expect(queued).toEqual([
      {
        QueueUrl: "https://sqs.eu-west-1.amazonaws.com/111122223333/flag-audit",
        Entries: [{ Id: "0", MessageBody: expect.any(String) }],
      },
    ]);
    const reading = readAuditMessage(queued[0]?.Entries[0]?.MessageBody ?? "");
    expect(reading).toMatchObject({ kind: "entries", entries: [{ action: "verdict" }, { action: "publication" }] });
    expect(counted).toHaveBeenCalledWith("AuditEntriesSent", "Count", 2);
  });

  it("FLAG-08 keeps what is sent at once within SQS's limits of ten messages and 256 KiB, and in order", async () => {
    const sizes = [20_000, 190_000, 60_000, 60_000, 199_000, 20_000, ...Array(30).fill(100_000)];
    const records = sizes.map((size, index) =>
      flagStreamRecord(String(index), flag({ version: index + 1, description: "x".repeat(size) })),
    );
    expect(await handle({ Records: records })).toEqual({ batchItemFailures: [] });
    for (const { Entries } of queued) {
      expect(Entries.length).toBeLessThanOrEqual(10);
      const bytes = Entries.reduce((sum, { MessageBody }) => sum + Buffer.byteLength(MessageBody), 0);
      expect(bytes).toBeLessThanOrEqual(256 * 1024);
    }
    const versions = queued.flatMap(({ Entries }) =>
      Entries.flatMap(({ MessageBody }) => JSON.parse(MessageBody).entries.map(({ version }: AuditEntry) => version)),
    );
    expect(versions).toEqual(sizes.map((_, index) => index + 1));
  });

  it.each([
    ["refuses a message", () => ({ Failed: [{ Id: "0", Code: "InternalError", SenderFault: false }] })],
    ["says nothing about a message", () => ({})],
    [
      "does not answer",
      () => {
        throw new Error("no network");
      },
    ],
  ])("FLAG-08 reports what was in it where the queue %s", async (_, answered) => {
    answerOfQueue = (batch) => (batch === queued[0] ? answered() : takenByQueue(batch));
    const large = flag({ description: "x".repeat(180_000) });
    const records = [flagStreamRecord("1", large), flagStreamRecord("2", large)];
    expect(await handle({ Records: records })).toEqual({ batchItemFailures: [{ itemIdentifier: "1" }] });
    expect(counted).toHaveBeenCalledWith("AuditEntriesSent", "Count", 1);
  });

  it("fails as a whole for an event that is no batch of a stream", async () => {
    await expect(handle({ detail: {} })).rejects.toThrow("Expected a batch of DynamoDB stream records");
  });
});
