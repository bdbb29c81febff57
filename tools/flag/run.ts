import { UserError } from "../../modules/errors";
import { locateApi } from "./api-location";
import { type ApiArguments, parseFlagArguments, type QueueArguments } from "./arguments";
import { readable } from "./aws-clients";
import { audit } from "./commands/audit";
import { get } from "./commands/get";
import { list } from "./commands/list";
import { redrive } from "./commands/redrive";
import { remove } from "./commands/remove";
import { resync } from "./commands/resync";
import { set } from "./commands/set";
import { status } from "./commands/status";
import { watch } from "./commands/watch";
import type { Caller, Context } from "./context";
import { UsageError } from "./errors";
import { EXIT, type ExitCode } from "./exit-codes";
import { explain } from "./explain";
import { FlagsClient, Refusal } from "./flags-client";
import type { Terminal } from "./terminal";
import { USAGE } from "./usage";

/** Carries out one command line. Throws only for faults of ours. */
export async function runFlag(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  terminal: Terminal,
  now: () => number = Date.now,
): Promise<ExitCode> {
  try {
    const options = parseFlagArguments(args);
    if (options === undefined) {
      terminal.print(USAGE);
      return EXIT.done;
    }
    const caller = { terminal, json: options.json, environment, now };
    if (options.command === "redrive" || options.command === "resync") return await operate(caller, options);
    const client = new FlagsClient(locateApi(options.api, environment));
    return await carryOut({ ...caller, client }, options);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    complain(terminal, error, args.includes("--json"));
    return error instanceof UsageError ? EXIT.usage : EXIT.failed;
  }
}

async function operate(caller: Caller, options: QueueArguments): Promise<ExitCode> {
  try {
    return options.command === "redrive" ? await redrive(caller, options) : await resync(caller, options);
  } catch (error) {
    throw readable(error);
  }
}

function carryOut(context: Context, options: ApiArguments): Promise<ExitCode> {
  switch (options.command) {
    case "set":
      return set(context, options);
    case "get":
      return get(context, options.flag, options.versions);
    case "delete":
      return remove(context, options);
    case "list":
      return list(context);
    case "status":
      return status(context, options.flag);
    case "watch":
      return watch(context, options.flag, options.timeoutMs);
    case "audit":
      return audit(context, options);
  }
}

function complain(terminal: Terminal, error: UserError, json: boolean): void {
  if (json) {
    const problem = error instanceof Refusal ? { status: error.status, problem: error.problem } : {};
    terminal.complain(JSON.stringify({ error: error.message, ...problem }, null, 2));
    return;
  }
  terminal.complain(`error: ${explain(error)}`);
  if (error instanceof UsageError) terminal.complain("npm run flag -- --help shows how to use it.");
}
