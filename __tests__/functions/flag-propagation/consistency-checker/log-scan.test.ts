import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { LogScanner, type LogScanOptions } from "../../../../functions/flag-propagation/consistency-checker/log-scan";
import { logWindows } from "../../../../functions/flag-propagation/consistency-checker/log-windows";
import type {
  LogQueries,
  LogQueryState,
  LogRow,
  LogWindow,
} from "../../../../functions/flag-propagation/consistency-checker/ports";

const HOUR = 3_600_000;
const TO = Date.parse("2026-06-01T12:00:00Z");
const FROM = TO - HOUR;
const NOW = TO + HOUR;

interface Line {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly message: string;
}

/** Logs Insights over lines that it has, each query complete at the second look. */
class MemoryLogQueries implements LogQueries {
  readonly started: { readonly query: string; readonly window: LogWindow }[] = [];
  readonly stopped: string[] = [];
  mostAtOnce = 0;
  private readonly looks = new Map<string, number>();

  constructor(
    private readonly lines: readonly Line[] = [],
    private readonly parts: {
      /** Refuses so many starts. */
      refusals?: number;
      state?: (id: string, rows: readonly LogRow[]) => LogQueryState;
    } = {},
  ) {}

  async start(query: string, window: LogWindow) {
    if ((this.parts.refusals ?? 0) > 0) {
      this.parts.refusals = (this.parts.refusals ?? 0) - 1;
      return undefined;
    }
    const id = String(this.started.push({ query, window }) - 1);
    this.looks.set(id, 0);
    this.mostAtOnce = Math.max(this.mostAtOnce, this.looks.size);
    return id;
  }

  async state(id: string): Promise<LogQueryState> {
    const { window } = this.started[Number(id)] ?? { window: { start: 0, end: 0 } };
    const rows = this.lines
      .map(({ at, message }, index) => ({ at, message, ptr: String(index) }))
      .filter(({ at }) => at >= window.start * 1_000 && at <= window.end * 1_000)
      .map(({ at, message, ptr }) => ({
        "@timestamp": new Date(at).toISOString().replace("T", " ").replace("Z", ""),
        "@log": "111122223333:/aws/lambda/validator",
        "@ptr": ptr,
        message,
        flag_id: "new-menu",
      }));
    if (this.parts.state) return this.parts.state(id, rows);
    const looks = (this.looks.get(id) ?? 0) + 1;
    this.looks.set(id, looks);
    if (looks < 2) return { status: "running", rows: [], told: "Running" };
    this.looks.delete(id);
    return { status: "complete", rows, told: "Complete" };
  }

  async stop(id: string) {
    this.stopped.push(id);
  }
}

function scanner(queries: LogQueries, options: LogScanOptions = {}) {
  const logged: unknown[] = [];
  const ports = { now: () => NOW, log: (...line: unknown[]) => void logged.push(line) };
  return new LogScanner(queries, ports, { pollMs: 1, ...options });
}

const REQUEST = { operation: "logs", from: FROM, to: TO } as const;

describe("a scan of the functions' logs", () => {
  it("FLAG-06 asks for chosen fields of errors, newest first", async () => {
    const queries = new MemoryLogQueries();
    await scanner(queries).scan({ ...REQUEST, flag_id: "new-menu" });
    expect(queries.started[0]?.query).toBe(
      'fields @timestamp, @log, service_id, flag_id, level, message, @message | filter level = "ERROR" | ' +
        'filter @message like /"level":"ERROR"/ | filter flag_id = "new-menu" | ' +
        'filter @message like /"flag_id":"new-menu"/ | sort @timestamp desc | limit 100',
    );
  });

  it("FLAG-06 tells the errors of all windows, newest first, each once", async () => {
    const queries = new MemoryLogQueries([
      { at: FROM + 1, message: "first" },
      { at: FROM + HOUR / 2, message: "on the border of two windows" },
      { at: TO, message: "last" },
    ]);
    const { errors, complete } = await scanner(queries).scan(REQUEST);
    expect(complete).toBe(true);
    expect(errors.map(({ message }) => message)).toEqual(["last", "on the border of two windows", "first"]);
    expect(errors[0]).toEqual({
      timestamp: "2026-06-01 12:00:00.000",
      log_group: "/aws/lambda/validator",
      flag_id: "new-menu",
      message: "last",
    });
  });

  it("FLAG-06 reads the fields from the line where Logs Insights gives none", async () => {
    const line = JSON.stringify({ level: "ERROR", message: "cache not written", service_id: "service-0001" });
    const row = { "@timestamp": "t", "@log": "group", "@ptr": "1", "@message": line, message: "", service_id: "" };
    const queries = new MemoryLogQueries([], { state: () => ({ status: "complete", rows: [row], told: "Complete" }) });
    expect((await scanner(queries).scan(REQUEST)).errors).toEqual([
      { timestamp: "t", log_group: "group", service_id: "service-0001", message: "cache not written" },
    ]);
  });

  it("FLAG-06 runs five queries side by side, and no more", async () => {
    const queries = new MemoryLogQueries();
    await scanner(queries).scan({ ...REQUEST, from: TO - 2 * HOUR });
    expect([queries.started.length, queries.mostAtOnce]).toEqual([8, 5]);
  });

  it("FLAG-06 tries again where as many queries run as the service allows", async () => {
    const queries = new MemoryLogQueries([{ at: TO, message: "last" }], { refusals: 7 });
    expect(await scanner(queries).scan(REQUEST)).toMatchObject({ complete: true, errors: [{ message: "last" }] });
  });

  it("FLAG-06 asks for a closed window once, and for an open one each time", async () => {
    const queries = new MemoryLogQueries([{ at: TO, message: "last" }]);
    const scans = scanner(queries);
    await scans.scan(REQUEST);
    const first = queries.started.length;
    expect((await scans.scan(REQUEST)).errors).toHaveLength(1);
    expect(queries.started.length).toBe(first);
    await scans.scan({ ...REQUEST, flag_id: "new-menu" });
    expect(queries.started.length).toBe(2 * first);
    const open = { ...REQUEST, from: NOW - 60_000, to: Number.MAX_SAFE_INTEGER };
    await scans.scan(open);
    await scans.scan(open);
    expect(queries.started.slice(2 * first)).toHaveLength(2);
  });

  it("FLAG-06 stops what is running when its time is over, and says that it is not complete", async () => {
    const queries = new MemoryLogQueries([{ at: TO, message: "found so far" }], {
      state: (_, rows) => ({ status: "running", rows, told: "Running" }),
    });
    const { errors, complete } = await scanner(queries, { budgetMs: 60, stopMs: 20 }).scan(REQUEST);
    expect(complete).toBe(false);
    expect(errors.map(({ message }) => message)).toEqual(["found so far"]);
    expect(queries.stopped.toSorted()).toEqual(queries.started.map((_, index) => String(index)).toSorted());
  });

  it("FLAG-06 ends in time where the service does not answer a stop", async () => {
    const queries = new MemoryLogQueries([], { state: () => ({ status: "running", rows: [], told: "Running" }) });
    queries.stop = () => new Promise(() => undefined);
    expect(await scanner(queries, { budgetMs: 40, stopMs: 20 }).scan(REQUEST)).toMatchObject({ complete: false });
  });

  it.each(["Failed", "Cancelled", "Timeout", "Unknown"])(
    "FLAG-06 fails where a query ends as %s: no errors found would not mean that there are none",
    async (told) => {
      const queries = new MemoryLogQueries([], {
        state: (id) =>
          id === "0" ? { status: "failed", rows: [], told } : { status: "running", rows: [], told: "Running" },
      });
      await expect(scanner(queries).scan(REQUEST)).rejects.toMatchObject({ name: "LogsUnreadable" });
      expect(queries.stopped).not.toContain("0");
      expect(queries.stopped).toContain("1");
    },
  );

  it("FLAG-06 answers with a hundred errors at most", async () => {
    const lines = Array.from({ length: 300 }, (_, index) => ({ at: FROM + index * 12_000, message: `${index}` }));
    const { errors } = await scanner(new MemoryLogQueries(lines)).scan(REQUEST);
    expect([errors.length, errors[0]?.message, errors[99]?.message]).toEqual([100, "299", "200"]);
  });
});

describe("the windows of a scan", () => {
  const time = fc.integer({ min: 1, max: 2_000_000_000_000 });

  it("FLAG-06 are few, newest first, and have no gap between them", () => {
    fc.assert(
      fc.property(time, fc.integer({ min: 0, max: 100 * 24 * HOUR }), (from, span) => {
        const windows = logWindows(from, from + span).toReversed();
        expect(windows.length).toBeLessThanOrEqual(12);
        expect(windows[0]?.start).toBe(Math.floor(from / 1_000));
        expect((windows.at(-1)?.end ?? 0) * 1_000).toBeGreaterThanOrEqual(from + span);
        for (const [index, { start, end }] of windows.entries()) {
          expect(end).toBeGreaterThan(start);
          if (index > 0) expect(start).toBe(windows[index - 1]?.end);
        }
      }),
    );
  });

  it("FLAG-06 are mostly the same for scans of about the same time", () => {
    const earlier = logWindows(FROM - 7_000, TO - 7_000);
    const later = logWindows(FROM, TO);
    const same = later.filter((one) => earlier.some(({ start, end }) => start === one.start && end === one.end));
    expect([later.length, same.length]).toEqual([4, 3]);
  });
});
