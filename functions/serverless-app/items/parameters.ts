import * as z from "zod";

const cursor = z.string().optional().meta({ description: "The next_cursor of the previous page." });

/** In a query a number is text; only plain digits are taken for one. */
const limit = z
  .string()
  .regex(/^\d{1,3}$/, "Must be a whole number from 1 to 100.")
  .transform(Number)
  .pipe(z.int().min(1, "Must be at least 1.").max(100, "Must be at most 100."))
  .default(25);

export const pageQuery = z.strictObject({ limit, cursor });

/** What a caller may say about where a page starts; the store adds the rest of the key. */
export const listingPosition = z.strictObject({ id: z.uuid(), created_at: z.int().positive() });

export const historyPosition = z.strictObject({ id: z.uuid(), timestamp: z.int().positive() });

export const idempotencyKey = z.string().regex(/^[\x21-\x7e]{1,255}$/);

export const itemId = z.uuid();
