import type * as z from "zod";
import { invalidCursor } from "./problems";

/** A place in a list as an opaque string: base64url of JSON. */
export function encodeCursor(position: unknown): string {
  return Buffer.from(JSON.stringify(position)).toString("base64url");
}

/**
 * The place in the list, exactly as the schema allows. The caller may have made the cursor up, so a schema names only
 * what a caller may choose; table keys that are not the caller's business are added by the store.
 *
 * @throws Problem 400 for anything else.
 */
export function decodeCursor<Schema extends z.ZodType>(cursor: string, schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(parse(cursor));
  if (!parsed.success) throw invalidCursor();
  return parsed.data;
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  } catch {
    throw invalidCursor();
  }
}
