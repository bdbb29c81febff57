import type * as z from "zod";
import { faults } from "./faults";
import { invalidParameters } from "./problems";
import type { HttpRequest } from "./request";

/** @throws Problem 400, which lists every fault of the query. */
export function readQuery<Schema extends z.ZodType>(request: HttpRequest, schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(request.query);
  if (!parsed.success) throw invalidParameters(faults(parsed.error));
  return parsed.data;
}
