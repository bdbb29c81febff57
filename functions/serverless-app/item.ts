import * as z from "zod";

const MAX_ATTRIBUTES = 50;

/** DynamoDB stores no smaller number than this but 0. */
const SMALLEST_NUMBER = 1e-130;

/** Text that survives UTF-8; half of a surrogate pair does not. */
const text = (min: number, max: number) =>
  z
    .string()
    .min(min)
    .max(max)
    .refine((value) => !/\p{Surrogate}/u.test(value), "Must be well-formed Unicode.");

const number = z
  .number()
  .min(Number.MIN_SAFE_INTEGER)
  .max(Number.MAX_SAFE_INTEGER)
  .refine((value) => value === 0 || Math.abs(value) >= SMALLEST_NUMBER, `Must be 0 or at least ${SMALLEST_NUMBER}.`);

/**
 * What a caller says about an item. The limits keep the event about a change, in which a character may take six
 * bytes, within the 256 KiB that SNS carries.
 */
export const itemBody = z
  .strictObject({
    name: text(1, 200),
    description: text(0, 2_000).optional(),
    attributes: z
      .record(
        text(1, 64),
        z.union([text(0, 512), number, z.boolean()], {
          error: `Must be a string of up to 512 characters, a boolean, or a number of at most ${Number.MAX_SAFE_INTEGER}.`,
        }),
      )
      .refine((value) => Object.keys(value).length <= MAX_ATTRIBUTES, `Must have at most ${MAX_ATTRIBUTES} members.`)
      .meta({ maxProperties: MAX_ATTRIBUTES })
      .optional(),
  })
  .meta({ description: "What a caller says about an item." });

export type ItemBody = z.infer<typeof itemBody>;
