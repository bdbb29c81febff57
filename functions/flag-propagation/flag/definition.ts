import * as z from "zod";

/** Names that JavaScript itself gives a meaning to: a member of such a name gets lost, or worse, when it is copied. */
const PROTOTYPE_NAMES = new Set(["__proto__", "constructor", "prototype"]);

const name = z
  .string()
  .min(1)
  .max(64)
  .refine((value) => !PROTOTYPE_NAMES.has(value), "Must not be __proto__, constructor or prototype.");

/**
 * The part of a flag that decides what it resolves to, in the format of flagd
 * (https://flagd.dev/reference/flag-definitions): a service's OpenFeature SDK evaluates exactly this.
 */
export const flagDefinition = z
  .strictObject({
    state: z.enum(["ENABLED", "DISABLED"]).meta({ description: "A disabled flag resolves to the caller's default." }),
    variants: z
      .record(name, z.union([z.boolean(), z.string(), z.number(), z.record(z.string(), z.json())]))
      .meta({ description: "What the flag may resolve to, by name; all values of one type." }),
    defaultVariant: name.meta({ description: "What targeting falls back to; the name of a variant." }),
    targeting: z
      .record(z.string(), z.json())
      .meta({ description: "JsonLogic with flagd's operators; gives the name of a variant." })
      .optional(),
    metadata: z
      .record(name, z.union([z.string(), z.number(), z.boolean()]))
      .meta({ description: "What an evaluation hands on beside the value." })
      .optional(),
  })
  .meta({ description: "What a flag resolves to, in flagd's format." });
