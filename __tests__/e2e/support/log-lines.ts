import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import type { Deployment } from "./deployment";
import { eventually } from "./eventually";

/** Waits for a structured line in a log group. */
export function logLine(
  { client }: Deployment,
  logGroupName: string,
  what: string,
  fits: (line: Record<string, unknown>) => boolean,
  budgetMs = 30_000,
): Promise<Record<string, unknown>> {
  const logs = new CloudWatchLogsClient(client);
  const startTime = Date.now() - 15 * 60_000;
  return eventually(`${what} in ${logGroupName}`, budgetMs, async () => {
    let nextToken: string | undefined;
    do {
      const page = await logs.send(new FilterLogEventsCommand({ logGroupName, startTime, nextToken }));
      const line = (page.events ?? []).map(({ message }) => parsed(message)).find((found) => found && fits(found));
      if (line !== undefined) return line;
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    return undefined;
  });
}

function parsed(message: string | undefined): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(message ?? "");
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
