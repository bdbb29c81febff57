import type * as z from "zod";
import type { Fault } from "./problem";

/** All that zod found, each with a JSON Pointer to where it is. */
export function faults(error: z.ZodError): Fault[] {
  return error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => ({ pointer: pointer([...issue.path, key]), detail: "This member is not known." }))
      : [{ pointer: pointer(issue.path), detail: issue.message }],
  );
}

function pointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
