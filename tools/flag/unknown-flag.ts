import { UserError } from "../../modules/errors";
import type { Context } from "./context";
import { Refusal } from "./flags-client";
import { didYouMean } from "./nearest";

/** The error for a flag that is not there, naming one that is nearly called so. */
export async function unknownFlag({ client }: Context, flag: string, remedy = ""): Promise<UserError> {
  const known = (await client.list()).map(({ flag_id }) => flag_id);
  return new UserError(`There is no flag '${flag}', or it is deleted.${didYouMean(flag, known)}${remedy}`);
}

/** Throws the same where what is read about a flag answers that there is none. */
export async function orUnknownFlag<T>(context: Context, flag: string, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw error instanceof Refusal && error.is("not-found") ? await unknownFlag(context, flag) : error;
  }
}
