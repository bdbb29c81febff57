import * as z from "zod";
import { auditQuery } from "./parameters";

const diff = z.array(
  z.object({
    path: z.string().meta({ description: "JSON Pointer of a member, such as /variants/on." }),
    before: z.string().optional().meta({ description: "As JSON text; absent where it was not there before." }),
    after: z.string().optional().meta({ description: "As JSON text; absent where it is not there any more." }),
  }),
);

const auditEntryDocument = z
  .object({
    entry_id: z
      .string()
      .meta({ description: "32 hexadecimal digits, the same however often the entry was delivered." }),
    "@timestamp": z.iso.datetime().meta({ description: "When it happened." }),
    action: auditQuery.shape.action.unwrap(),
    flag_id: z.string(),
    version: z.int().min(0).meta({ description: "0 where the write had no readable version." }),
    environment: z.string(),
    user: z.string().meta({ description: "Who wrote the version, or which part of the system did it by itself." }),
    reason: z.string().meta({ description: "Why, as the writer says it, or what the system found." }),
    outcome: z.string(),
    principal: z.string().optional().meta({ description: "Whom AWS authenticated." }),
    correlation_id: z.string().optional().meta({ description: "Finds the request in logs and traces." }),
    diff: diff.optional().meta({ description: "What a write or a rollback changed." }),
    diff_truncated: z.literal(true).optional().meta({ description: "The diff was larger than an entry may be." }),
    details: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ description: "One line of the audit trail." });

export const auditPage = z.object({
  entries: z.array(auditEntryDocument),
  next_cursor: z.string().optional().meta({ description: "Where the next page starts; absent on the last one." }),
});
