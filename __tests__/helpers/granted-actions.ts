import type { Grants } from "../../modules/proof/graph";
import type { World } from "../../modules/proof/model";
import { placeOf } from "../../modules/proof/report/evidence";

export interface Granted {
  /** As the policy writes it, which may be a pattern; `every action but …` of a statement with `NotAction`. */
  readonly action: string;
  /** The block and the statement. */
  readonly place: string;
}

/** @returns the role of a function, and each action that its policies allow. @throws when there is no such function */
export function grantedTo(world: World, grants: Grants, fn: string): { role: string; granted: readonly Granted[] } {
  const arn = world.resource(fn)?.attributes.role;
  if (typeof arn !== "string") throw new Error(`There is no ${fn} with a role.`);
  const granted = grants.identity(arn).flatMap(({ address, statements }) =>
    statements
      .filter(({ effect }) => effect === "Allow")
      .flatMap(({ sid, actions, notActions }) => {
        const place = placeOf(sid === undefined ? { address } : { address, sid });
        const allowed = actions ?? [`every action but ${notActions?.join(", ")}`];
        return allowed.map((action) => ({ action, place }));
      }),
  );
  return { role: world.owner(arn)?.address ?? arn, granted };
}
