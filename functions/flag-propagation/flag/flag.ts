import * as z from "zod";
import { flagDefinition } from "./definition";

/** Longest id of a flag, in characters. */
export const FLAG_ID_MAX_LENGTH = 64;

export const flagId = z
  .string()
  .min(3)
  .max(FLAG_ID_MAX_LENGTH)
  .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, "Must be lower-case words joined by hyphens, such as new-checkout.")
  .meta({ description: "The flag's name, for ever." });

const text = (max: number) => z.string().trim().min(1).max(max);
const instant = z.iso.datetime({ offset: true });

/** When a flag takes part in evaluation; outside of it, it resolves as if it were disabled. */
export const flagSchedule = z.strictObject({
  enable_at: instant.optional().meta({ description: "Before this time the flag counts as disabled." }),
  disable_at: instant.optional().meta({ description: "From this time on the flag counts as disabled." }),
  review_at: instant.optional().meta({ description: "When its owner looks at it again." }),
  expires_at: instant.optional().meta({ description: "When the flag should be gone from the code." }),
});

/** Another flag that has to resolve to a variant; where it does not, this one resolves to its default variant. */
export const flagDependency = z.strictObject({ flag_id: flagId, variant: z.string().min(1).max(64) });

/** What a caller says about a flag. */
export const flagBody = z
  .strictObject({
    ...flagDefinition.shape,
    description: text(500),
    kind: z
      .enum(["release", "experiment", "operational", "permission"])
      .meta({ description: "Why the flag is there: the first two are meant to go again." }),
    owner: z.strictObject({ team: text(64), email: z.email().max(254) }),
    tags: z.array(text(32)).max(20).optional(),
    schedule: flagSchedule.optional(),
    dependencies: z.array(flagDependency).max(16).optional(),
    ticket: text(64).optional().meta({ description: "Where the change was asked for, such as SHOP-123." }),
    approval: z
      .strictObject({ by: text(254), at: instant })
      .optional()
      .meta({ description: "Who else agreed, and when." }),
    promotion: z
      .strictObject({ from: text(12), version: z.int().positive() })
      .optional()
      .meta({ description: "The environment that this was tried in before, and its version there." }),
  })
  .meta({ description: "What a caller says about a flag." });

/** What has to be said about every change. */
export const changeReason = z.strictObject({
  reason: text(500).meta({ description: "Why the flag is changed." }),
  user: text(254).meta({ description: "Who changes it." }),
  release: z.enum(["guarded", "immediate"]).optional().meta({
    description:
      "Where releases go in waves (release_waves): `immediate` gives this version to all services at once. The rules are asked all the same. Guarded unless it is given.",
  }),
});

export type FlagSchedule = z.infer<typeof flagSchedule>;
export type FlagDependency = z.infer<typeof flagDependency>;
export type FlagBody = z.infer<typeof flagBody>;
export type ChangeReason = z.infer<typeof changeReason>;
