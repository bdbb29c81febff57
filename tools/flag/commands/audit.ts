import type { AuditAction, AuditEntry } from "../../../functions/flag-propagation/audit/entry";
import { type Context, printJson } from "../context";
import { EXIT, type ExitCode } from "../exit-codes";
import { harmless, moment, table } from "../text";
import { unknownFlag } from "../unknown-flag";

interface AuditOptions {
  readonly flag: string;
  readonly limit: number;
  /** @default all */
  readonly action: AuditAction | undefined;
}

/** Shows the newest entries of a flag's audit trail: in columns on a terminal, in a pipe an entry a line. */
export async function audit(context: Context, { flag, limit, action }: AuditOptions): Promise<ExitCode> {
  const { client, json, terminal } = context;
  const { entries, hasOlder } = await client.audit(flag, limit, action);
  if (entries.length === 0) await checkThatItIsThere(context, flag);

  const { width } = terminal;
  if (json) printJson(context, { entries });
  else if (entries.length === 0)
    terminal.print(`There are no entries${action ? ` of ${action}` : ""} about ${flag} yet.`);
  else if (width === undefined) for (const line of plainLines(entries)) terminal.print(line);
  else {
    for (const line of columns(entries)) terminal.print(cut(line, width));
    if (hasOlder) terminal.print(`There are older ones: --limit ${2 * limit} shows more.`);
  }
  return EXIT.done;
}

/** One that is deleted has entries. @throws UserError where there never was such a flag */
async function checkThatItIsThere(context: Context, flag: string): Promise<void> {
  if ((await context.client.find(flag)) === undefined) throw await unknownFlag(context, flag);
}

function columns(entries: readonly AuditEntry[]): readonly string[] {
  const rows = entries.map((entry) => [
    moment(entry["@timestamp"]),
    entry.action,
    String(entry.version),
    entry.user,
    entry.outcome,
    entry.reason,
  ]);
  const [heading = "", ...lines] = table(["TIME (UTC)", "ACTION", "VERSION", "USER", "OUTCOME", "REASON"], rows, [2]);
  return [heading, ...entries.flatMap((entry, index) => [lines[index] ?? "", ...diffLines(entry)])];
}

function plainLines(entries: readonly AuditEntry[]): readonly string[] {
  return entries.flatMap((entry) => {
    const { "@timestamp": time, action, version, user, outcome, reason } = entry;
    return [[time, action, `version ${version}`, user, outcome, reason].map(harmless).join("  "), ...diffLines(entry)];
  });
}

/** `- /defaultVariant "off"` and `+ /defaultVariant "on"`, as a diff of two files has them. */
function diffLines({ diff = [], diff_truncated }: AuditEntry): readonly string[] {
  const lines = diff.flatMap(({ path, before, after }) => [
    ...(before === undefined ? [] : [`- ${path} ${before}`]),
    ...(after === undefined ? [] : [`+ ${path} ${after}`]),
  ]);
  if (diff_truncated) lines.push("… it was longer than an entry may be: get FLAG --versions has all versions.");
  return lines.map((line) => `    ${harmless(line)}`);
}

/** What does not fit in a line of a terminal is cut off; in a pipe nothing is. */
function cut(line: string, width: number): string {
  return line.length <= width ? line : `${line.slice(0, width - 1)}…`;
}
