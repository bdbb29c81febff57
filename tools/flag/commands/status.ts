import type { Propagation } from "../answers";
import { type Context, printJson } from "../context";
import { EXIT, type ExitCode } from "../exit-codes";
import { Refusal } from "../flags-client";
import { isRefused, propagationLines, verdictWord } from "../propagation-report";
import { duration, table } from "../text";
import { orUnknownFlag } from "../unknown-flag";

/** Questions asked at a time: each reads every service's cache. */
const AT_ONCE = 8;

/** Shows how far a flag has come, or all of them in a table. Fails where a newest version was refused. */
export async function status(context: Context, flag: string | undefined): Promise<ExitCode> {
  return flag === undefined ? statusOfAll(context) : statusOfOne(context, flag);
}

async function statusOfOne(context: Context, flag: string): Promise<ExitCode> {
  const { client, json, terminal } = context;
  const propagation = await orUnknownFlag(context, flag, client.propagation(flag));
  if (json) printJson(context, propagation);
  else for (const line of propagationLines(propagation)) terminal.print(line);
  return isRefused(propagation) ? EXIT.failed : EXIT.done;
}

async function statusOfAll(context: Context): Promise<ExitCode> {
  const { json, terminal } = context;
  const all = await propagations(context);
  if (json) printJson(context, { flags: all });
  else if (all.length === 0) terminal.print("There are no flags.");
  else for (const line of rows(all)) terminal.print(line);
  return all.some(isRefused) ? EXIT.failed : EXIT.done;
}

async function propagations({ client }: Context): Promise<readonly Propagation[]> {
  const flags = await client.list();
  const all: Propagation[] = [];
  for (let start = 0; start < flags.length; start += AT_ONCE) {
    const some = flags.slice(start, start + AT_ONCE).map(({ flag_id }) => propagationOf(client, flag_id));
    all.push(...(await Promise.all(some)).filter((propagation) => propagation !== undefined));
  }
  return all;
}

/** A flag may have gone since it was listed. */
async function propagationOf(client: Context["client"], flag: string): Promise<Propagation | undefined> {
  try {
    return await client.propagation(flag);
  } catch (error) {
    if (error instanceof Refusal && error.is("not-found")) return undefined;
    throw error;
  }
}

function rows(all: readonly Propagation[]): readonly string[] {
  const cells = all.map((propagation) => [
    propagation.flag_id,
    String(propagation.version),
    verdictWord(propagation),
    `${propagation.services.converged} of ${propagation.services.total}`,
    propagation.target_version === null ? "–" : String(propagation.target_version),
    propagation.slowest_ms === null ? "–" : duration(propagation.slowest_ms),
  ]);
  return table(["FLAG", "VERSION", "VERDICT", "SERVICES", "AT VERSION", "SLOWEST"], cells, [1, 3, 4, 5]);
}
