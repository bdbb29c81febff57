import * as z from "zod";
import type { AuditAction } from "../audit/entry";

const actions = ["write", "rollback", "verdict", "publication", "check"] as const satisfies readonly AuditAction[];

/** In a query a number is text; only plain digits are taken for one. */
const limit = z
  .string()
  .regex(/^\d{1,3}$/, "Must be a whole number from 1 to 100.")
  .transform(Number)
  .pipe(z.int().min(1, "Must be at least 1.").max(100, "Must be at most 100."))
  .default(20);

export const auditQuery = z.strictObject({
  limit,
  cursor: z.string().optional().meta({ description: "The next_cursor of the previous page." }),
  action: z.enum(actions).optional().meta({ description: "Lists entries of this action alone." }),
});

/** What a caller may say about where a page starts. */
export const auditPosition = z.strictObject({
  flag_id: z.string(),
  at: z.int(),
  entry_id: z.string().regex(/^[0-9a-f]{32}$/),
});
