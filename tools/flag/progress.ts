import type { Caller } from "./context";
import { duration } from "./text";

/** In a pipe, a line at most this often. */
const LINE_EVERY_MS = 1_000;
/** On a terminal, a bar at most this often. */
const DRAW_EVERY_MS = 50;
const BAR_WIDTH = 30;

/** Tells how far something has come, while it goes on. */
export interface Progress {
  /** @param share from 0 to 1 @param text such as `97 of 156 services at version 2` */
  show(share: number, text: string, elapsedMs: number): void;
  end(): void;
}

/**
 * A bar on a terminal, plain lines in a pipe, nothing where the answer is for a program.
 *
 * @param firstLineMs how long a pipe hears nothing, of what is mostly done by then
 */
export function progressOf({ terminal, json }: Pick<Caller, "terminal" | "json">, firstLineMs = 0): Progress {
  if (json) return { show: () => undefined, end: () => undefined };
  const { width } = terminal;
  return width === undefined ? lines(terminal, firstLineMs) : bar(terminal, width);
}

/** One line, drawn over and over. */
function bar(terminal: Caller["terminal"], width: number): Progress {
  let drawnAt = Number.NEGATIVE_INFINITY;
  return {
    show: (share, text, elapsedMs) => {
      if (share < 1 && elapsedMs - drawnAt < DRAW_EVERY_MS) return;
      drawnAt = elapsedMs;
      const filled = Math.floor(share * BAR_WIDTH);
      const drawn = `[${"█".repeat(filled)}${"░".repeat(BAR_WIDTH - filled)}]`;
      terminal.draw(`${drawn} ${text}  ${duration(elapsedMs)}`.slice(0, width - 1));
    },
    end: () => terminal.draw(""),
  };
}

/** A line for what is new. */
function lines(terminal: Caller["terminal"], firstLineMs: number): Progress {
  let last = "";
  let saidAt = firstLineMs - LINE_EVERY_MS;
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

/** Says how far a command has come: a share from 0 to 1, and in words. */
export type Tell = (share: number, text: string) => void;

/** Most commands end sooner. */
const FIRST_LINE_MS = 1_000;

/** Does something that tells how far it has come, by the time since now. */
export async function withProgress<Result>(caller: Caller, work: (tell: Tell) => Promise<Result>): Promise<Result> {
  const progress = progressOf(caller, FIRST_LINE_MS);
  const start = caller.now();
  try {
    return await work((share, text) => progress.show(share, text, caller.now() - start));
  } finally {
    progress.end();
  }
}
