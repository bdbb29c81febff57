import type { Caller } from "./context";
import { duration } from "./text";

/** In a pipe, a line at most this often. */
const LINE_EVERY_MS = 1_000;
const BAR_WIDTH = 30;

/** Tells how far something has come, while it goes on. */
export interface Progress {
  /** @param share from 0 to 1 @param text such as `97 of 156 services at version 2` */
  show(share: number, text: string, elapsedMs: number): void;
  end(): void;
}

/** A bar on a terminal, plain lines in a pipe, nothing where the answer is for a program. */
export function progressOf({ terminal, json }: Pick<Caller, "terminal" | "json">): Progress {
  if (json) return { show: () => undefined, end: () => undefined };
  const { width } = terminal;
  return width === undefined ? lines(terminal) : bar(terminal, width);
}

/** One line, drawn over and over. */
function bar(terminal: Caller["terminal"], width: number): Progress {
  return {
    show: (share, text, elapsedMs) => {
      const filled = Math.floor(share * BAR_WIDTH);
      const drawn = `[${"█".repeat(filled)}${"░".repeat(BAR_WIDTH - filled)}]`;
      terminal.draw(`${drawn} ${text}  ${duration(elapsedMs)}`.slice(0, width - 1));
    },
    end: () => terminal.draw(""),
  };
}

/** A line for what is new. */
function lines(terminal: Caller["terminal"]): Progress {
  let last = "";
  let saidAt = Number.NEGATIVE_INFINITY;
  return {
    show: (_, text, elapsedMs) => {
      if (text === last || elapsedMs - saidAt < LINE_EVERY_MS) return;
      last = text;
      saidAt = elapsedMs;
      terminal.print(`${text} after ${duration(elapsedMs)}`);
    },
    end: () => undefined,
  };
}
