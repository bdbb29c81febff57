import { UserError } from "../../../modules/errors";
import type { SetArguments } from "../arguments";
import { type Context, printJson } from "../context";
import { EXIT, type ExitCode } from "../exit-codes";
import { Refusal } from "../flags-client";
import { unknownFlag } from "../unknown-flag";
import { userOf } from "../user";

/** Deletes a flag as it was read; its history is kept. */
export async function remove(
  context: Context,
  { flag, reason, user, now }: Pick<SetArguments, "flag" | "reason" | "user" | "now">,
): Promise<ExitCode> {
  const { client, environment, json, terminal } = context;
  const why = { reason, user: userOf(user, environment), ...(now && { release: "immediate" as const }) };
  const found = await client.find(flag);
  if (found === undefined) throw await unknownFlag(context, flag);
  await client.delete(flag, found.etag, why).catch((error) => {
    const isLate = error instanceof Refusal && (error.is("precondition-failed") || error.is("not-found"));
    throw isLate
      ? new UserError(`Somebody else changed ${flag} first. It was not deleted. Look at it with get, then repeat.`)
      : error;
  });
  if (json) printJson(context, { flag_id: flag, deleted: true });
  else {
    terminal.print(`${flag} is deleted. Its last version was ${found.flag.version}, and its history is kept.`);
    terminal.print(`Follow it with: npm run flag -- watch ${flag}`);
  }
  return EXIT.done;
}
