import * as z from "zod";
import { changeReason, flagBody, flagId } from "../../functions/flag-propagation/flag/flag";

/**
 * @returns the JSON Schema of a flag's file, as `npm run flag -- set FLAG --file` and the API take it: editors complete
 * and check a file whose `$schema` names it
 */
export function flagSchema(): string {
  const { $schema, ...schema } = z.toJSONSchema(
    z.strictObject({
      $schema: z.string().optional(),
      flag_id: flagId.optional(),
      ...flagBody.shape,
      ...changeReason.partial().shape,
    }),
    { io: "input", target: "draft-2020-12" },
  );
  return `${JSON.stringify({ $schema, title: "Feature flag", ...schema }, null, 2)}\n`;
}
