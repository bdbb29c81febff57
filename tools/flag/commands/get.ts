import type { Flag, FlagVersion } from "../answers";
import { type Context, printJson } from "../context";
import { EXIT, type ExitCode } from "../exit-codes";
import { moment, NOT_SAID, pairs, table } from "../text";
import { orUnknownFlag, unknownFlag } from "../unknown-flag";

/** Shows a flag as it is, or every version it ever had. */
export async function get(context: Context, flag: string, versions: boolean): Promise<ExitCode> {
  const { client, json, terminal } = context;
  if (versions) {
    const all = await orUnknownFlag(context, flag, client.versions(flag));
    if (json) printJson(context, { versions: all });
    else for (const line of versionLines(all)) terminal.print(line);
    return EXIT.done;
  }
  const found = await client.find(flag);
  if (found === undefined) throw await unknownFlag(context, flag);
  if (json) printJson(context, found.flag);
  else for (const line of flagLines(found.flag)) terminal.print(line);
  return EXIT.done;
}

function flagLines(flag: Flag): readonly string[] {
  const { flag_id, version, environment, owner, schedule = {}, dependencies = [], tags = [] } = flag;
  const optional: readonly (readonly [string, string])[] = [
    ["targeting", flag.targeting === undefined ? "" : JSON.stringify(flag.targeting)],
    ["schedule", inline(schedule)],
    ["depends on", dependencies.map((needed) => `${needed.flag_id} being ${needed.variant}`).join(", ")],
    ["tags", tags.join(", ")],
    ["metadata", inline(flag.metadata ?? {})],
    ["ticket", flag.ticket ?? ""],
    ["approved", flag.approval === undefined ? "" : `by ${flag.approval.by} at ${moment(flag.approval.at)}`],
  ];
  return [
    [flag_id, `version ${version}`, flag.state ?? NOT_SAID, environment ?? NOT_SAID].join("  "),
    ...pairs([
      ["default", flag.defaultVariant ?? NOT_SAID],
      ["variants", inline(flag.variants ?? {})],
      ...optional.filter(([, value]) => value !== ""),
      ["description", flag.description ?? NOT_SAID],
      ["kind", flag.kind ?? NOT_SAID],
      ["owner", owner === undefined ? NOT_SAID : `${owner.team} <${owner.email}>`],
      ["written", `${moment(flag.written_at)} by ${flag.user}`],
      ["reason", flag.reason],
    ]),
  ];
}

/** `on = true, off = false` */
function inline(values: Readonly<Record<string, unknown>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} = ${JSON.stringify(value)}`)
    .join(", ");
}

function versionLines(versions: readonly FlagVersion[]): readonly string[] {
  const rows = versions.map((version) => [
    String(version.version),
    moment(version.written_at),
    "deleted" in version ? "deleted" : (version.state ?? NOT_SAID),
    "deleted" in version ? "" : (version.defaultVariant ?? NOT_SAID),
    version.user,
    version.reason,
  ]);
  return table(["VERSION", "WRITTEN (UTC)", "STATE", "DEFAULT", "USER", "REASON"], rows, [0]);
}
