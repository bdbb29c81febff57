import { setTimeout as wait } from "node:timers/promises";
import { CheckFailure } from "./check-failure";
import type { CheckRequest, LogScanResult } from "./contract";
import { errorQuery, newestErrors } from "./log-query";
import { logWindows } from "./log-windows";
import type { CheckerPorts, LogQueries, LogRow, LogWindow } from "./ports";

/** Queries that run at a time, of the hundred that a region of an account may have for all who ask. */
const AT_ONCE = 5;

/** A line may come into the logs this much later than it was written; only a window older than that is kept. Seconds. */
const CLOSED_AFTER = 120;

/** Windows that are kept, each with a hundred lines at most. */
const KEPT = 64;

type LogRequest = Extract<CheckRequest, { readonly operation: "logs" }>;

export interface LogScanOptions {
  /** What a scan may take, the stopping of queries included. @default 15000 */
  readonly budgetMs?: number;
  /** Kept of that for the stopping. @default 1000 */
  readonly stopMs?: number;
  /** Wait between two looks at a query. @default 250 */
  readonly pollMs?: number;
}

interface Scan {
  readonly query: string;
  /** Aborted once the time is over, or a query has failed. */
  readonly signal: AbortSignal;
  /** Ids of the queries under way. */
  readonly running: Set<string>;
  readonly rows: LogRow[];
}

/** Finds the errors that functions logged. Keeps what it found in windows that nothing is added to any more. */
export class LogScanner {
  private readonly closed = new Map<string, readonly LogRow[]>();
  private readonly options: Required<LogScanOptions>;

  constructor(
    private readonly queries: LogQueries,
    private readonly ports: Pick<CheckerPorts, "log" | "now">,
    options: LogScanOptions = {},
  ) {
    this.options = { budgetMs: 15_000, stopMs: 1_000, pollMs: 250, ...options };
  }

  /** @throws CheckFailure LogsUnreadable where a query fails: no errors found would not mean that there are none */
  async scan({ flag_id, from, to }: LogRequest): Promise<LogScanResult> {
    const started = this.ports.now();
    const windows = [...logWindows(from, Math.max(from, Math.min(to, started)))];
    const end = new AbortController();
    const timer = setTimeout(() => end.abort(), this.options.budgetMs - this.options.stopMs);
    const query = errorQuery(flag_id === undefined ? {} : { flag_id });
    const scan: Scan = { query, signal: end.signal, running: new Set(), rows: [] };
    let complete = true;
    const worker = async () => {
      for (let window = windows.shift(); window !== undefined; window = windows.shift()) {
        if (!(await this.read(window, scan))) complete = false;
      }
    };
    try {
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
    } finally {
      clearTimeout(timer);
      end.abort();
      await this.stop(scan.running);
    }
    const result = { errors: newestErrors(scan.rows), complete, duration_ms: Math.max(0, this.ports.now() - started) };
    this.ports.log(complete ? "info" : "warn", "logs searched", { ...result, errors: result.errors.length });
    return result;
  }

  /** @returns whether all of the window was read */
  private async read(window: LogWindow, scan: Scan): Promise<boolean> {
    const key = `${window.start} ${window.end} ${scan.query}`;
    const known = this.closed.get(key);
    if (known !== undefined) {
      scan.rows.push(...known);
      return true;
    }
    const { rows, complete } = await this.ask(window, scan);
    scan.rows.push(...rows);
    if (complete && this.ports.now() / 1_000 > window.end + CLOSED_AFTER) this.keep(key, rows);
    return complete;
  }

  private async ask(window: LogWindow, { query, signal, running }: Scan) {
    let rows: readonly LogRow[] = [];
    let id: string | undefined;
    while (!signal.aborted) {
      try {
        if (id === undefined) {
          id = await this.queries.start(query, window, signal);
          if (id !== undefined) running.add(id);
        } else {
          const state = await this.queries.state(id, signal);
          rows = state.rows;
          if (state.status !== "running") running.delete(id);
          if (state.status === "complete") return { rows, complete: true };
          if (state.status === "failed") throw new Error(`A query of Logs Insights ended as '${state.told}'.`);
        }
      } catch (error) {
        if (signal.aborted) break;
        const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
        throw new CheckFailure("LogsUnreadable", `The functions' logs cannot be searched: ${reason}`, error);
      }
      await wait(this.options.pollMs, undefined, { signal }).catch(() => undefined);
    }
    return { rows, complete: false };
  }

  /** What cannot be stopped ends by itself, and costs what it reads. */
  private async stop(running: ReadonlySet<string>): Promise<void> {
    if (running.size === 0) return;
    const stopping = [...running].map((id) =>
      this.queries.stop(id).catch((error: unknown) => {
        this.ports.log("warn", "query not stopped", { query_id: id, error: String(error) });
      }),
    );
    await Promise.race([Promise.all(stopping), wait(this.options.stopMs, undefined, { ref: false })]);
  }

  private keep(key: string, rows: readonly LogRow[]): void {
    const [oldest] = this.closed.keys();
    if (this.closed.size >= KEPT && oldest !== undefined) this.closed.delete(oldest);
    this.closed.set(key, rows);
  }
}
