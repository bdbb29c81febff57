import "../support/event-bus-environment";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { beforeEach, describe, expect, it, jest } from "@jest/globals";
import { handler } from "../../../../functions/flag-propagation/stream-processor/handler";
import { metrics } from "../../../../functions/shared/metrics";
import { lambdaContext } from "../../support/lambda-context";
import { verdict, verdictRecord } from "../support/verdict-record";

interface Entry {
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
  readonly EventBusName: string;
}

const calls: (readonly Entry[])[] = [];
let answer: (entries: readonly Entry[]) => unknown;
jest.spyOn(EventBridgeClient.prototype, "send").mockImplementation((async (command: {
  readonly input: { readonly Entries: readonly Entry[] };
}) => {
  calls.push(command.input.Entries);
  return answer(command.input.Entries);
}) as never);
const counted = jest.spyOn(metrics, "addMetric").mockReturnValue(metrics);

const taken = (entries: readonly Entry[]) => ({ Entries: entries.map((_, index) => ({ EventId: `event-${index}` })) });
const versionIn = ({ Detail }: Entry): number => JSON.parse(Detail).version;
const published = (count: number) =>
  Array.from({ length: count }, (_, index) => verdictRecord(String(index + 1), verdict({ version: index + 1 })));

const handle = (event: unknown) => handler(event, lambdaContext);

beforeEach(() => {
  calls.length = 0;
  answer = taken;
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

  it("fails as a whole for an event that is no batch of a stream", async () => {
    await expect(handle({ detail: {} })).rejects.toThrow("Expected a batch of DynamoDB stream records");
  });
});
