import logUpdate from "log-update";
import { type Display, seconds } from "./display";

interface Line {
  readonly title: string;
  readonly start: number;
  detail: string;
  end?: number;
  failed?: boolean;
}

const FRAME_MS = 100;
const SPINNER = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

/** Keeps one line for each piece of work on a terminal, with the time it takes. */
export class LiveDisplay implements Display {
  private readonly lines: Line[] = [];
  private timer: NodeJS.Timeout | undefined;
  private frame = 0;

  note(line: string): void {
    logUpdate.clear();
    process.stdout.write(`${line}\n`);
    this.draw();
  }

  async work<T>(title: string, work: (detail: (text: string) => void) => Promise<T>): Promise<T> {
    this.timer ??= setInterval(() => this.draw(), FRAME_MS).unref();
    const line: Line = { title, start: Date.now(), detail: "" };
    this.lines.push(line);
    this.draw();
    try {
      return await work((text) => {
        line.detail = text;
      });
    } catch (error) {
      line.failed = true;
      throw error;
    } finally {
      line.end = Date.now();
      this.draw();
    }
  }

  /** What is on the screen stays there; later work is shown below it. */
  close(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.lines.length = 0;
    logUpdate.done();
  }

  private draw(): void {
    if (this.lines.length === 0) return;
    this.frame += 1;
    const width = Math.max(...this.lines.map(({ title }) => title.length));
    logUpdate(this.lines.map((line) => this.text(line, width)).join("\n"));
  }

  private text(line: Line, width: number): string {
    const elapsed = seconds((line.end ?? Date.now()) - line.start).padStart(8);
    const detail = line.end === undefined ? line.detail : "";
    return `${this.mark(line)} ${line.title.padEnd(width)} ${elapsed}  ${detail}`.trimEnd();
  }

  private mark({ end, failed }: Line): string {
    if (failed) return "✖";
    return end === undefined ? (SPINNER[this.frame % SPINNER.length] ?? "") : "✔";
  }
}
