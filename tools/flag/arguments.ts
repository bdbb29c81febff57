import { parseArgs } from "node:util";
import type { AuditAction } from "../../functions/flag-propagation/audit/entry";
import { auditQuery } from "../../functions/flag-propagation/audit-reader/parameters";
import { FLAG_ID_MAX_LENGTH, flagId } from "../../functions/flag-propagation/flag/flag";
import { UsageError } from "./errors";
import { didYouMean } from "./nearest";
import { type Selection, selectionOf } from "./selection-arguments";

const OPTIONS = {
  file: { type: "string" },
  on: { type: "string" },
  state: { type: "string" },
  variants: { type: "string" },
  reason: { type: "string" },
  user: { type: "string" },
  "dry-run": { type: "boolean" },
  now: { type: "boolean" },
  versions: { type: "boolean" },
  timeout: { type: "string" },
  limit: { type: "string" },
  action: { type: "string" },
  all: { type: "boolean" },
  services: { type: "string" },
  environment: { type: "string" },
  queues: { type: "string" },
  table: { type: "string" },
  flag: { type: "string", multiple: true },
  api: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

type Option = keyof typeof OPTIONS;

const EVERYWHERE: readonly Option[] = ["api", "json", "help"];
/** What commands take that work on the queues, and not through the API. */
const SELECTION = ["all", "services", "environment", "queues", "dry-run"] as const satisfies readonly Option[];
const COMMANDS = {
  set: { takes: "a flag", options: ["file", "on", "state", "variants", "reason", "user", "now", "dry-run"] },
  get: { takes: "a flag", options: ["versions"] },
  delete: { takes: "a flag", options: ["reason", "user", "now"] },
  list: { takes: "nothing", options: [] },
  status: { takes: "a flag or all", options: [] },
  watch: { takes: "a flag", options: ["timeout"] },
  audit: { takes: "a flag", options: ["limit", "action"] },
  redrive: { takes: "services", options: SELECTION },
  resync: { takes: "services", options: [...SELECTION, "table", "flag"] },
} as const satisfies Record<string, { takes: Takes; options: readonly Option[] }>;

type Takes = "a flag" | "a flag or all" | "nothing" | "services";

type CommandName = keyof typeof COMMANDS;

const NAMES = Object.keys(COMMANDS) as CommandName[];
const DEFAULT_TIMEOUT_S = 60;
const LONGEST_TIMEOUT_S = 24 * 60 * 60;
const DEFAULT_LIMIT = 20;
const LARGEST_LIMIT = 10_000;
const ACTIONS = auditQuery.shape.action.unwrap().options;

interface Everywhere {
  readonly json: boolean;
}

interface OfApi extends Everywhere {
  /** @default FLAGS_API_URL */
  readonly api: string | undefined;
}

export interface SetArguments extends OfApi {
  readonly command: "set";
  readonly flag: string;
  /** A path, or `-`. Never together with one of the three below. */
  readonly file: string | undefined;
  readonly on: string | undefined;
  readonly state: "ENABLED" | "DISABLED" | undefined;
  readonly variants: Readonly<Record<string, unknown>> | undefined;
  readonly reason: string;
  readonly user: string | undefined;
  /** Whether it goes to all services at once, where releases go in waves. */
  readonly now: boolean;
  readonly dryRun: boolean;
}

/** Of a command that asks the API. */
export type ApiArguments =
  | SetArguments
  | (OfApi & { readonly command: "get"; readonly flag: string; readonly versions: boolean })
  | (OfApi & {
      readonly command: "delete";
      readonly flag: string;
      readonly reason: string;
      readonly user: string | undefined;
      readonly now: boolean;
    })
  | (OfApi & { readonly command: "list" })
  | (OfApi & { readonly command: "status"; readonly flag: string | undefined })
  | (OfApi & { readonly command: "watch"; readonly flag: string; readonly timeoutMs: number })
  | (OfApi & {
      readonly command: "audit";
      readonly flag: string;
      readonly limit: number;
      /** @default all */
      readonly action: AuditAction | undefined;
    });

/** Of a command that works on the services' queues. */
export type QueueArguments =
  | (Everywhere & Selection & { readonly command: "redrive" })
  | (Everywhere & Selection & { readonly command: "resync"; readonly flags: readonly string[] });

export type FlagArguments = ApiArguments | QueueArguments;

/**
 * @returns undefined when only help is asked for.
 * @throws UsageError what cannot be used, and what was probably meant.
 */
export function parseFlagArguments(args: readonly string[]): FlagArguments | undefined {
  const { values, positionals } = parse(args);
  const [given, ...rest] = positionals;
  if (values.help || (given === "help" && rest.length === 0)) return undefined;
  const command = commandOf(given);
  const flag = flagOf(command, rest);
  refuseForeign(command, Object.keys(values) as Option[]);
  const everywhere = { json: values.json ?? false };
  const ofApi = { ...everywhere, api: values.api };

  switch (command) {
    case "set": {
      const change = {
        file: values.file,
        on: values.on,
        state: stateOf(values.state),
        variants: variantsOf(values.variants),
        now: values.now ?? false,
      };
      refuseUnclear(change);
      return {
        ...ofApi,
        command,
        flag,
        ...change,
        reason: required(command, values.reason),
        user: values.user,
        dryRun: values["dry-run"] ?? false,
      };
    }
    case "get":
      return { ...ofApi, command, flag, versions: values.versions ?? false };
    case "delete":
      return {
        ...ofApi,
        command,
        flag,
        reason: required(command, values.reason),
        user: values.user,
        now: values.now ?? false,
      };
    case "list":
      return { ...ofApi, command };
    case "status":
      return { ...ofApi, command, flag: rest[0] };
    case "watch":
      return { ...ofApi, command, flag, timeoutMs: timeoutOf(values.timeout) };
    case "audit":
      return { ...ofApi, command, flag, limit: limitOf(values.limit), action: actionOf(values.action) };
    case "redrive":
      return { ...everywhere, command, ...selectionOf(command, rest, values) };
    case "resync": {
      for (const id of values.flag ?? []) checkFlagId(id);
      return { ...everywhere, command, ...selectionOf(command, rest, values), flags: [...new Set(values.flag)] };
    }
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
  } catch (error) {
    const { code, message } = error as Error & { code?: string };
    const unknown = code === "ERR_PARSE_ARGS_UNKNOWN_OPTION" ? /'--?([^']+)'/.exec(message)?.[1] : undefined;
    if (unknown === undefined) throw new UsageError(`${message.split(". ")[0]}.`);
    const near = didYouMean(`--${unknown}`, optionNames(Object.keys(OPTIONS)));
    throw new UsageError(`There is no option '--${unknown}'.${near}`);
  }
}

function commandOf(given: string | undefined): CommandName {
  const command = NAMES.find((name) => name === given);
  if (command !== undefined) return command;
  const commands = `The commands are: ${NAMES.join(", ")}.`;
  throw new UsageError(
    given === undefined
      ? `A command is missing. ${commands}`
      : `There is no command '${given}'.${didYouMean(given, NAMES)} ${commands}`,
  );
}

/** @returns the flag's id, empty where the command goes without. */
function flagOf(command: CommandName, [flag, ...more]: readonly string[]): string {
  const takes: Takes = COMMANDS[command].takes;
  if (takes === "services") return "";
  const surplus = takes === "nothing" ? flag : more[0];
  if (surplus !== undefined) {
    throw new UsageError(
      `'${surplus}' is one argument too many: ${command} takes ${takes === "nothing" ? "none" : "one flag"}. Put quotes around a text with spaces.`,
    );
  }
  if (flag === undefined) {
    if (takes === "a flag") throw new UsageError(`${command} needs the id of a flag, such as new-checkout.`);
    return "";
  }
  checkFlagId(flag);
  return flag;
}

function checkFlagId(flag: string): void {
  if (flagId.safeParse(flag).success) return;
  throw new UsageError(
    `'${flag}' cannot be the id of a flag: 3 to ${FLAG_ID_MAX_LENGTH} characters, lower-case words joined by hyphens, such as new-checkout.`,
  );
}

function refuseForeign(command: CommandName, given: readonly Option[]): void {
  const own: readonly Option[] = COMMANDS[command].options;
  const everywhere = COMMANDS[command].takes === "services" ? EVERYWHERE.filter((name) => name !== "api") : EVERYWHERE;
  const foreign = given.find((option) => !own.includes(option) && !everywhere.includes(option));
  if (foreign === undefined) return;
  const takes = own.length === 0 ? "It takes none of its own." : `It takes ${optionNames(own).join(", ")}.`;
  throw new UsageError(`${command} has no option '--${foreign}'. ${takes}`);
}

function refuseUnclear({
  file,
  on,
  state,
  variants,
  now,
}: Pick<SetArguments, "file" | "on" | "state" | "variants" | "now">): void {
  const changes = [on, state, variants].some((value) => value !== undefined);
  // As it is, to all services: that ends a release in waves.
  if (file === undefined && !changes && !now) {
    throw new UsageError("set needs to know what to write: --file, or at least one of --on, --state and --variants.");
  }
  if (file !== undefined && changes) {
    throw new UsageError("--file says all that a flag is; --on, --state and --variants change one that is there.");
  }
}

function required(command: CommandName, reason: string | undefined): string {
  if (reason !== undefined && reason.trim() !== "") return reason;
  throw new UsageError(`${command} needs --reason: every change says why, such as --reason "Orders fail in 3 %".`);
}

function stateOf(value: string | undefined): SetArguments["state"] {
  if (value === undefined || value === "ENABLED" || value === "DISABLED") return value;
  throw new UsageError(`--state is '${value}', which must be ENABLED or DISABLED.`);
}

/** `on=true,off=false`: each value is JSON, or else a text. */
function variantsOf(value: string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (value === undefined) return undefined;
  const variants = new Map<string, unknown>();
  for (const part of value.split(",")) {
    const [name = "", ...rest] = part.split("=");
    if (name.trim() === "" || rest.length === 0) {
      throw new UsageError(
        `--variants is '${value}', which must be pairs such as on=true,off=false. Objects as values need --file.`,
      );
    }
    if (variants.has(name.trim())) throw new UsageError(`--variants names '${name.trim()}' twice.`);
    variants.set(name.trim(), jsonOrText(rest.join("=").trim()));
  }
  return Object.fromEntries(variants);
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function timeoutOf(value: string | undefined): number {
  const seconds = value === undefined ? DEFAULT_TIMEOUT_S : Number(value);
  if (!(seconds > 0 && seconds <= LONGEST_TIMEOUT_S)) {
    throw new UsageError(
      `--timeout is '${value}', which must be seconds, more than 0 and at most ${LONGEST_TIMEOUT_S}.`,
    );
  }
  return seconds * 1000;
}

function limitOf(value: string | undefined): number {
  const limit = value === undefined ? DEFAULT_LIMIT : Number(value);
  if (Number.isInteger(limit) && limit >= 1 && limit <= LARGEST_LIMIT) return limit;
  throw new UsageError(`--limit is '${value}', which must be how many entries to show, 1 to ${LARGEST_LIMIT}.`);
}

function actionOf(value: string | undefined): AuditAction | undefined {
  const action = ACTIONS.find((name) => name === value);
  if (value === undefined || action !== undefined) return action;
  throw new UsageError(`--action is '${value}', which must be one of ${ACTIONS.join(", ")}.`);
}

function optionNames(options: readonly string[]): readonly string[] {
  return options.map((option) => `--${option}`);
}
