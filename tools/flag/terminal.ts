import { clearLine, cursorTo } from "node:readline";
import { harmless } from "./text";

/** Where the CLI writes. */
export interface Terminal {
  /** A line of the answer, or several. */
  print(line: string): void;
  /** What went wrong, in a line or several. */
  complain(line: string): void;
  /** Characters that fit in a line of progress; undefined where lines cannot be drawn over, as in a pipe. */
  readonly width: number | undefined;
  /** Draws a line over the one that it drew before; an empty one removes it. Only where there is a width. */
  draw(line: string): void;
}

/** Standard output and standard error. */
export function processTerminal(): Terminal {
  const { stdout, stderr } = process;
  return {
    width: stdout.isTTY ? (stdout.columns ?? 80) : undefined,
    print: (line) => stdout.write(`${safe(line)}\n`),
    complain: (line) => stderr.write(`${safe(line)}\n`),
    draw: (line) => {
      cursorTo(stdout, 0);
      clearLine(stdout, 0);
      stdout.write(line);
    },
  };
}

function safe(text: string): string {
  return text.split("\n").map(harmless).join("\n");
}
