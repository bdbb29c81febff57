import * as z from "zod";
import { flagDefinition } from "./definition";
import { flagDependency, flagId, flagSchedule } from "./flag";

/** Milliseconds since 1970. */
const milliseconds = z.int().positive();

/** What a service needs to resolve a flag. */
const propagatedFlag = z.strictObject({
  ...flagDefinition.shape,
  schedule: flagSchedule.optional(),
  dependencies: z.array(flagDependency).optional(),
});

const hops = {
  flag_id: flagId,
  version: z.int().positive(),
  environment: z.string(),
  /** When the version was written to the table. */
  written_at: milliseconds,
  /** When the validator got it from the table's stream. */
  received_at: milliseconds,
  /** When all critical rules were found kept. */
  validated_at: milliseconds,
  /** When it was handed to the topic. */
  published_at: milliseconds,
  /** Sent once more to mend a cache: it takes the place of the same version too, never that of a newer one. */
  resync: z.literal(true).optional(),
};

/**
 * The message that goes through the topic and the queues: one valid version of a flag. It carries the time of each hop,
 * so that every budget can be measured where the message is.
 */
export const flagChange = z.union([
  z.strictObject({ ...hops, flag: propagatedFlag }),
  z.strictObject({ ...hops, deleted: z.literal(true) }),
]);

export type PropagatedFlag = z.infer<typeof propagatedFlag>;
export type FlagChange = z.infer<typeof flagChange>;
