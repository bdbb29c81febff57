import type { CheckRequest, LogScanResult } from "./contract";
import type { LogRow } from "./ports";

type LogRequest = Extract<CheckRequest, { readonly operation: "logs" }>;
type LoggedError = LogScanResult["errors"][number];

/**
 * Fields that the watched log groups index. The query's `filter` uses an index by itself where it asks for one value;
 * `filterIndex` would leave out the lines that were written before there was an index.
 */
export const INDEXED_FIELDS = ["service_id", "flag_id", "level"] as const;

/** Errors in an answer, which a state machine has to carry: 256 KB. */
const MOST_ERRORS = 100;
const LONGEST_MESSAGE = 1_000;

/**
 * The query for errors, newest first. Logs Insights finds the fields of a line that is JSON by itself; the filters on
 * the text say the same again for what does not, such as the emulator.
 */
export function errorQuery({ flag_id }: Pick<LogRequest, "flag_id">): string {
  return [
    "fields @timestamp, @log, service_id, flag_id, level, message, @message",
    'filter level = "ERROR"',
    'filter @message like /"level":"ERROR"/',
    ...(flag_id === undefined
      ? []
      : [`filter flag_id = "${flag_id}"`, `filter @message like /"flag_id":"${flag_id}"/`]),
    "sort @timestamp desc",
    `limit ${MOST_ERRORS}`,
  ].join(" | ");
}

/** @param rows of several windows, whose ends overlap */
export function newestErrors(rows: readonly LogRow[]): readonly LoggedError[] {
  const lines = new Map(rows.map((row, index) => [row["@ptr"] ?? String(index), row]));
  return [...lines.values()]
    .map(loggedError)
    .sort((a, b) => (a.timestamp < b.timestamp ? 1 : a.timestamp > b.timestamp ? -1 : 0))
    .slice(0, MOST_ERRORS);
}

function loggedError(row: LogRow): LoggedError {
  const line = parsed(row["@message"] ?? "");
  const field = (name: string) => row[name] || text(line[name]);
  const service_id = field("service_id");
  const flag_id = field("flag_id");
  return {
    timestamp: row["@timestamp"] ?? "",
    // The service puts the account's number and a colon before the name.
    log_group: (row["@log"] ?? "").replace(/^\d+:/, ""),
    ...(service_id !== undefined && { service_id }),
    ...(flag_id !== undefined && { flag_id }),
    message: (field("message") ?? row["@message"] ?? "").slice(0, LONGEST_MESSAGE),
  };
}

function parsed(message: string): Readonly<Record<string, unknown>> {
  try {
    const line: unknown = JSON.parse(message);
    return typeof line === "object" && line !== null ? (line as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
