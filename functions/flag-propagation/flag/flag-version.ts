import * as z from "zod";
import { changeReason, flagBody, flagId } from "./flag";

/** Milliseconds since 1970. */
const milliseconds = z.int().positive();

const identity = {
  flag_id: flagId,
  /** 1, 2, 3 … : only rises, also over a deletion. */
  version: z.int().positive(),
  /** The deployment that the flag is written in, such as `dev`. */
  environment: z.string().min(1).max(12),
  created_at: milliseconds,
  written_at: milliseconds,
  ...changeReason.shape,
  /** Whom AWS authenticated, where the API wrote the version: an ARN or a Cognito subject. */
  principal: z.string().max(2048).optional(),
  /** Finds the request in logs and traces. */
  correlation_id: z.string().max(128).optional(),
  rollback: z.strictObject({ from: z.int().positive(), to: z.int().positive() }).optional().meta({
    description: "Where services disagreed about a version: which one, and whose content this is. The API writes none.",
  }),
};

/** A version that says what the flag is. */
export const liveFlag = z.strictObject({ ...identity, ...flagBody.shape });

/** A version that says the flag is deleted. */
export const deletedFlag = z.strictObject({ ...identity, deleted: z.literal(true) });

export const flagVersion = z.union([liveFlag, deletedFlag]);

export type LiveFlag = z.infer<typeof liveFlag>;
export type DeletedFlag = z.infer<typeof deletedFlag>;
export type FlagVersion = z.infer<typeof flagVersion>;

export function isDeleted(version: FlagVersion): version is DeletedFlag {
  return "deleted" in version;
}
