import { isDeepStrictEqual } from "node:util";
import { flagBody } from "../../../functions/flag-propagation/flag/flag";
import { UserError } from "../../../modules/errors";
import type { DryRun, Flag } from "../answers";
import type { SetArguments } from "../arguments";
import { type Context, printJson } from "../context";
import { readDefinition } from "../definition-file";
import { EXIT, type ExitCode } from "../exit-codes";
import { Refusal, type Written } from "../flags-client";
import { didYouMean } from "../nearest";
import { count, NOT_SAID, pairs } from "../text";
import { unknownFlag } from "../unknown-flag";
import { userOf } from "../user";

/** Creates a flag, replaces it, or changes the named members of what is there. */
export async function set(context: Context, options: SetArguments): Promise<ExitCode> {
  const { client, environment } = context;
  const { flag, reason } = options;
  const wholly = options.file === undefined ? undefined : readDefinition(options.file, flag);
  const why = {
    reason,
    user: userOf(options.user, environment),
    ...(options.now && { release: "immediate" as const }),
  };

  const found = await client.find(flag);
  if (found === undefined && wholly === undefined) {
    throw await unknownFlag(context, flag, " A new flag needs --file.");
  }
  const body = wholly ?? changed(found?.flag, options);
  if (options.dryRun) return showDryRun(context, flag, await client.dryRun(flag, found?.etag, { ...body, ...why }));
  if (found !== undefined && wholly === undefined && !options.now && isSame(found.flag, body))
    return alreadySo(context, found.flag);

  const written =
    found === undefined
      ? await client.create(flag, { ...body, ...why }).catch((error) => tooLate(context, flag, undefined, error))
      : await client
          .replace(flag, found.etag, { ...body, ...why })
          .catch((error) => tooLate(context, flag, found.flag, error));
  showWritten(context, written, found?.flag);
  return EXIT.done;
}

/** The flag as it is, without what the API itself says about it, and with what is to change. */
function changed(flag: Flag | undefined, { on, state, variants }: SetArguments): Written {
  const members = Object.keys(flagBody.shape);
  const body: Written = {
    ...Object.fromEntries(Object.entries(flag ?? {}).filter(([name]) => members.includes(name))),
    ...(state !== undefined && { state }),
    ...(variants !== undefined && { variants }),
    ...(on !== undefined && { defaultVariant: on }),
  };
  const names = Object.keys(body.variants ?? {});
  if (on !== undefined && !names.includes(on)) {
    throw new UserError(
      `'${on}' is no variant of ${flag?.flag_id}.${didYouMean(on, names)} Its variants are: ${names.join(", ")}.`,
    );
  }
  return body;
}

function isSame(flag: Flag, body: Written): boolean {
  return (["state", "defaultVariant", "variants"] as const).every((member) =>
    isDeepStrictEqual(flag[member], body[member]),
  );
}

function alreadySo(context: Context, flag: Flag): ExitCode {
  if (context.json) printJson(context, flag);
  else context.terminal.print(`${flag.flag_id} is so already, at version ${flag.version}: nothing was written.`);
  return EXIT.done;
}

/** Says who was first where the flag changed between our reading and our writing. */
async function tooLate(context: Context, flag: string, read: Flag | undefined, error: unknown): Promise<never> {
  const isLate = error instanceof Refusal && (error.is("precondition-failed") || error.is("flag-exists"));
  if (!isLate) throw error;
  const now = (await context.client.find(flag))?.flag;
  const what =
    now === undefined ? "it is deleted now" : `it is at version ${now.version} now, by ${now.user} (${now.reason})`;
  const before = read === undefined ? "" : `, and you had read version ${read.version}`;
  throw new UserError(
    `Somebody else changed ${flag} first: ${what}${before}. Nothing was written. Look at it with get, then repeat your change.`,
  );
}

function showWritten(context: Context, written: Flag, before: Flag | undefined): void {
  if (context.json) {
    printJson(context, written);
    return;
  }
  const { flag_id, version, state, defaultVariant } = written;
  const was = [
    ...(before !== undefined && before.defaultVariant !== defaultVariant ? [before.defaultVariant ?? NOT_SAID] : []),
    ...(before !== undefined && before.state !== state ? [before.state ?? NOT_SAID] : []),
  ];
  const { terminal } = context;
  terminal.print(
    `${flag_id} is at version ${version}: ${defaultVariant}, ${state}${was.length > 0 ? ` (was ${was.join(", ")})` : ""}`,
  );
  terminal.print(`Follow it with: npm run flag -- watch ${flag_id}`);
}

function showDryRun(context: Context, flag: string, answer: DryRun): ExitCode {
  const exit = answer.valid ? EXIT.done : EXIT.failed;
  if (context.json) {
    printJson(context, answer);
    return exit;
  }
  const { terminal } = context;
  const broken = answer.verdicts.filter(({ kept }) => !kept);
  const critical = broken.filter(({ severity }) => severity === "critical");
  const advisory = broken.filter(({ severity }) => severity === "advisory");
  const kept = answer.verdicts.length - broken.length;
  terminal.print(
    `${flag} ${answer.valid ? "would be accepted" : "would be refused"}: ${kept} of ${count(answer.verdicts.length, "rule")} kept. Nothing was written.`,
  );
  if (critical.length > 0) print(terminal, "Broken", critical);
  if (advisory.length > 0) print(terminal, "Advice, which refuses nothing", advisory);
  return exit;
}

function print(terminal: Context["terminal"], heading: string, rules: DryRun["verdicts"]): void {
  terminal.print(`${heading}:`);
  for (const line of pairs(rules.map(({ id, sentence }) => [id, sentence]))) terminal.print(line);
}
