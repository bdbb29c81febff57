import { parseArgs } from "node:util";
import { UserError } from "../../modules/errors";

export interface StartOptions {
  /** Names of the systems to run. */
  readonly systems: readonly string[];
  /** What happens once the journeys are over: end, leave all running and return, or stay until Ctrl-C. */
  readonly afterwards: "end" | "keep" | "stay";
  /** An emulator that already runs. */
  readonly endpoint: string | undefined;
  /** Port for the emulator that is started. */
  readonly port: number | undefined;
}

export const USAGE = `npm start -- [system…] [--once | --keep] [--endpoint URL | --port N]

Applies the systems (all of them unless some are named) to an AWS emulator on this machine and sends one real thing
through each. On a terminal all stays up until Ctrl-C; in a pipe it ends when it is through.

  --once          end when it is through, on a terminal too
  --keep          leave all running, and say how to reach it and how to end it
  --endpoint URL  use an emulator that already runs instead of starting one
  --port N        have the emulator listen on this port instead of any free one
  --help          show this`;

/** @returns undefined when only help is asked for. */
export function parseStartArguments(
  args: readonly string[],
  known: readonly string[],
  isTerminal: boolean,
): StartOptions | undefined {
  const { values, positionals } = parse(args);
  if (values.help) return undefined;
  if (values.once && values.keep) {
    throw new UserError("--once ends what --keep leaves running: give one of them.");
  }
  if (values.endpoint !== undefined && values.port !== undefined) {
    throw new UserError(
      "--port is for an emulator that is started, --endpoint for one that already runs: give one of them.",
    );
  }
  const unknown = positionals.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new UserError(`There is no system '${unknown}'. The systems are: ${known.join(", ")}.`);
  }
  return {
    systems: positionals.length > 0 ? [...new Set(positionals)] : known,
    afterwards: afterwards(values, isTerminal),
    endpoint: values.endpoint === undefined ? undefined : endpoint(values.endpoint),
    port: values.port === undefined ? undefined : port(values.port),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        once: { type: "boolean" },
        keep: { type: "boolean" },
        help: { type: "boolean", short: "h" },
        endpoint: { type: "string" },
        port: { type: "string" },
      },
    });
  } catch (error) {
    const reason = (error as Error).message.split(". ")[0];
    throw new UserError(`${reason}.\n\n${USAGE}`);
  }
}

function afterwards(values: { once?: boolean; keep?: boolean }, isTerminal: boolean): StartOptions["afterwards"] {
  if (values.keep) return "keep";
  return values.once || !isTerminal ? "end" : "stay";
}

function endpoint(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !["http:", "https:"].includes(url.protocol) || url.pathname !== "/") {
    throw new UserError(`--endpoint is '${value}', which must be a URL without a path, such as http://127.0.0.1:4566.`);
  }
  return url.origin;
}

function port(value: string): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < 1 || number > 65535) {
    throw new UserError(`--port is '${value}', which must be a number from 1 to 65535.`);
  }
  return number;
}
