import { type EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { FLAG_EVENT_SOURCE } from "../events/flag-event";
import type { FlagEvent, FlagEventBus } from "./ports";

/** What EventBridge takes in one call. Events of flags are far below its 256 KiB for all of them. */
const LARGEST_BATCH = 10;

/** The system's own bus. */
export class EventBridgeFlagEventBus implements FlagEventBus {
  constructor(
    private readonly client: () => EventBridgeClient,
    private readonly busName: string,
  ) {}

  async put(events: readonly FlagEvent[]): Promise<readonly (Error | undefined)[]> {
    const batches: (readonly FlagEvent[])[] = [];
    for (let start = 0; start < events.length; start += LARGEST_BATCH) {
      batches.push(events.slice(start, start + LARGEST_BATCH));
    }
    return (await Promise.all(batches.map((batch) => this.putBatch(batch)))).flat();
  }

  private async putBatch(batch: readonly FlagEvent[]): Promise<readonly (Error | undefined)[]> {
    try {
      const { Entries = [] } = await this.client().send(
        new PutEventsCommand({
          Entries: batch.map(({ detailType, detail }) => ({
            EventBusName: this.busName,
            Source: FLAG_EVENT_SOURCE,
            DetailType: detailType,
            Detail: JSON.stringify(detail),
          })),
        }),
      );
      // The answer has an entry for each event, in order: with an id for what the bus has.
      return batch.map((_, index) => {
        const { EventId, ErrorCode, ErrorMessage } = Entries[index] ?? {};
        if (EventId !== undefined && ErrorCode === undefined) return undefined;
        return new Error(
          ErrorCode === undefined
            ? "EventBridge did not say what became of the event."
            : `EventBridge refused the event: ${ErrorCode} ${ErrorMessage ?? ""}`.trim(),
        );
      });
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      return batch.map(() => error);
    }
  }
}
