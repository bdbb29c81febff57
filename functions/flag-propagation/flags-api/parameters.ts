import * as z from "zod";
import { changeReason, FLAG_ID_MAX_LENGTH, flagBody, flagId } from "../flag/flag";

const cursor = z.string().optional().meta({ description: "The next_cursor of the previous page." });

/** In a query a number is text; only plain digits are taken for one. */
const limit = z
  .string()
  .regex(/^\d{1,3}$/, "Must be a whole number from 1 to 100.")
  .transform(Number)
  .pipe(z.int().min(1, "Must be at least 1.").max(100, "Must be at most 100."))
  .default(25);

export const pageQuery = z.strictObject({ limit, cursor });

export const writeQuery = z.strictObject({
  dry_run: z
    .enum(["true", "false"])
    .default("false")
    .meta({ description: "true: tells what every rule decides, and writes nothing." }),
});

export const deleteQuery = changeReason;

/** What a caller may say about where a page starts; the store adds the rest of the key. */
export const listingPosition = z.strictObject({ flag_id: flagId });

export const historyPosition = z.strictObject({
  flag_id: z.string().max(FLAG_ID_MAX_LENGTH),
  version: z.int().positive(),
});

export const newFlag = z
  .strictObject({ flag_id: flagId, ...flagBody.shape, ...changeReason.shape })
  .meta({ description: "A flag to create: its id, what it is, and why and by whom it is written." });

export const changedFlag = z
  .strictObject({ ...flagBody.shape, ...changeReason.shape })
  .meta({ description: "What a flag is from now on, and why and by whom it is written." });
