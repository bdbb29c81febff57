import { setTimeout as sleep } from "node:timers/promises";
import { CREDENTIALS, REGION } from "../emulator";
import { signedFetch } from "../signed-fetch";
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
export async function awaitLogLine(context: JourneyContext, awaited: AwaitedLine): Promise<void> {
  const deadline = Date.now() + awaited.withinMs;
  while (Date.now() < deadline) {
    const lines = await linesWith(context, awaited.logGroup, awaited.message);
    if (lines.some((line) => matches(line, awaited))) return;
    await sleep(POLL_MS, undefined, { signal: context.signal });
  }
  throw new Error(`'${awaited.message}' was not logged in ${awaited.logGroup} within ${awaited.withinMs} ms`);
}

/** One call that needs no client: CloudWatch Logs' FilterLogEvents. */
async function linesWith({ emulator, signal }: JourneyContext, logGroupName: string, text: string): Promise<string[]> {
  const response = await signedFetch(new URL(emulator.endpoint), {
    service: "logs",
    region: REGION,
    credentials: CREDENTIALS,
    method: "POST",
    headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": "Logs_20140328.FilterLogEvents" },
    body: JSON.stringify({ logGroupName, filterPattern: `"${text}"` }),
    signal,
  });
  const answer = (await response.json()) as { events?: { message: string }[]; message?: string };
  if (!response.ok)
    throw new Error(`FilterLogEvents of ${logGroupName} answered ${response.status}: ${answer.message}`);
  return (answer.events ?? []).map(({ message }) => message);
}

function matches(text: string, { message, fields }: AwaitedLine): boolean {
  try {
    const line = JSON.parse(text);
    return line.message === message && Object.entries(fields).every(([name, value]) => line[name] === value);
  } catch {
    // The runtime's own lines are no JSON.
    return false;
  }
}
