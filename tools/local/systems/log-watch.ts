import { setTimeout as sleep } from "node:timers/promises";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CREDENTIALS, REGION } from "../emulator";
import type { JourneyContext } from "./journey";

const POLL_MS = 50;

export interface AwaitedLine {
  readonly logGroup: string;
  /** The line's `message`. */
  readonly message: string;
  /** Values that the line carries. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly withinMs: number;
}

/** Waits for a structured line in a function's log. */
export async function awaitLogLine({ emulator, signal }: JourneyContext, awaited: AwaitedLine): Promise<void> {
  const logs = new CloudWatchLogsClient({ endpoint: emulator.endpoint, region: REGION, credentials: CREDENTIALS });
  const deadline = Date.now() + awaited.withinMs;
  while (Date.now() < deadline) {
    const { events = [] } = await logs.send(
      new FilterLogEventsCommand({ logGroupName: awaited.logGroup, filterPattern: `"${awaited.message}"` }),
      { abortSignal: signal },
    );
    if (events.some(({ message }) => matches(message ?? "", awaited))) return;
    await sleep(POLL_MS, undefined, { signal });
  }
  throw new Error(`'${awaited.message}' was not logged in ${awaited.logGroup} within ${awaited.withinMs} ms`);
}

function matches(text: string, { message, fields }: AwaitedLine): boolean {
  try {
    const line = JSON.parse(text);
    return line.message === message && Object.entries(fields).every(([name, value]) => line[name] === value);
  } catch {
    return false;
  }
}
