import * as z from "zod";
import type { SetupRequest } from "./contract";

const role = z.string().regex(/^arn:[^:]+:iam::\d{12}:role\/\S+$/, "Must be the ARN of an IAM role.");

const schema = z.strictObject({
  retention_days: z.int().min(1).max(36_500),
  replicas: z.int().min(0).max(10),
  shards: z.int().min(1).max(100),
  roles: z
    .strictObject({ writer: role.exactOptional(), reader: role.exactOptional(), people: role.exactOptional() })
    .exactOptional(),
});

/** @throws Error that lists all that is wrong. */
export function readRequest(event: unknown): SetupRequest {
  const parsed = schema.safeParse(event);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `'${path.join(".") || "the event"}': ${message}`);
  throw new Error(
    `The audit trail cannot be set up with ${JSON.stringify(event)}: ${faults.join("; ")}. ` +
      'Invoke this function with such as {"retention_days": 400, "replicas": 1, "shards": 1}, and roles where the domain has fine-grained access control.',
  );
}
