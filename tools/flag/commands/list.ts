import { type Context, printJson } from "../context";
import { EXIT, type ExitCode } from "../exit-codes";
import { moment, NOT_SAID, table } from "../text";

/** Shows all flags. */
export async function list(context: Context): Promise<ExitCode> {
  const { client, json, terminal } = context;
  const flags = await client.list();
  if (json) {
    printJson(context, { flags });
    return EXIT.done;
  }
  if (flags.length === 0) {
    terminal.print("There are no flags. Create one with: npm run flag -- set FLAG --file FILE --reason TEXT");
    return EXIT.done;
  }
  const rows = flags.map((flag) => [
    flag.flag_id,
    String(flag.version),
    flag.state ?? NOT_SAID,
    flag.defaultVariant ?? NOT_SAID,
    flag.owner?.team ?? NOT_SAID,
    moment(flag.written_at),
  ]);
  const headings = ["FLAG", "VERSION", "STATE", "DEFAULT", "OWNER", "WRITTEN (UTC)"];
  for (const line of table(headings, rows, [1])) terminal.print(line);
  return EXIT.done;
}
