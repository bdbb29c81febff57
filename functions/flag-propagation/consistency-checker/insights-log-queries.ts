import {
  type CloudWatchLogsClient,
  GetQueryResultsCommand,
  LimitExceededException,
  StartQueryCommand,
  StopQueryCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import type { LogQueries, LogQueryState, LogRow, LogWindow } from "./ports";

/** Log groups that one query takes. */
const MOST_GROUPS = 50;

const RUNNING: ReadonlySet<string> = new Set(["Scheduled", "Running"]);

export class InsightsLogQueries implements LogQueries {
  private readonly groups: readonly string[];

  /** @param groups names of log groups, joined by commas */
  constructor(
    private readonly client: () => CloudWatchLogsClient,
    groups: string,
  ) {
    this.groups = groups.split(",").filter((name) => name !== "");
    if (this.groups.length === 0 || this.groups.length > MOST_GROUPS) {
      throw new Error(
        `SERVICE_LOG_GROUPS names ${this.groups.length} log groups. Name 1 to ${MOST_GROUPS}, joined by commas.`,
      );
    }
  }

  async start(query: string, { start, end }: LogWindow, signal: AbortSignal): Promise<string | undefined> {
    const command = new StartQueryCommand({
      logGroupNames: [...this.groups],
      queryString: query,
      startTime: start,
      endTime: end,
    });
    try {
      const { queryId } = await this.client().send(command, { abortSignal: signal });
      if (queryId === undefined) throw new Error("Logs Insights gave no id for a query.");
      return queryId;
    } catch (error) {
      if (error instanceof LimitExceededException) return undefined;
      throw error;
    }
  }

  async state(id: string, signal: AbortSignal): Promise<LogQueryState> {
    const { status = "Unknown", results = [] } = await this.client().send(new GetQueryResultsCommand({ queryId: id }), {
      abortSignal: signal,
    });
    return { status: statusOf(status), rows: results.map(rowOf), told: status };
  }

  async stop(id: string): Promise<void> {
    await this.client().send(new StopQueryCommand({ queryId: id }));
  }
}

function statusOf(status: string): LogQueryState["status"] {
  if (status === "Complete") return "complete";
  return RUNNING.has(status) ? "running" : "failed";
}

function rowOf(
  fields: readonly { readonly field?: string | undefined; readonly value?: string | undefined }[],
): LogRow {
  return Object.fromEntries(fields.map(({ field = "", value = "" }) => [field, value]));
}
