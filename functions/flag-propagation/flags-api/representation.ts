import * as z from "zod";
import { deletedFlag, liveFlag } from "../flag/flag-version";

const next_cursor = z
  .string()
  .optional()
  .meta({ description: "Pass as `cursor` for the next page; absent on the last." });

export const flagDocument = z.object(liveFlag.shape).meta({ description: "A flag as it is now." });

const versionDocument = z
  .union([flagDocument, z.object(deletedFlag.shape)])
  .meta({ description: "What a flag was at one time, or that it was deleted then." });

export const flagPage = z
  .object({ flags: z.array(flagDocument), next_cursor })
  .meta({ description: "Flags that are not deleted, by id." });

export const versionPage = z
  .object({ versions: z.array(versionDocument), next_cursor })
  .meta({ description: "A flag's versions, newest first." });

export const dryRunDocument = z
  .object({
    valid: z
      .boolean()
      .meta({ description: "Whether all critical rules are kept, so that the write would be accepted." }),
    verdicts: z.array(
      z.object({ id: z.string(), severity: z.enum(["critical", "advisory"]), sentence: z.string(), kept: z.boolean() }),
    ),
  })
  .meta({ description: "What every rule decides about a write that was not made." });
