import { policiesIn, type Statement } from "../policies";
import type { Rule } from "../rule";
import { UNSCOPABLE_ACTIONS } from "../unscopable-actions";
import { reachesBeyond } from "../wildcards";

export const wildcardResource: Rule = {
  id: "wildcard-resource",
  requirements: ["ALL-04"],
  check: (stack) =>
    policiesIn(stack)
      // In a key's own policy `*` means this key.
      .filter(({ kind }) => kind !== "key")
      .flatMap(({ holder, argument, statements = [] }) =>
        statements
          .filter((statement) => isTooWide(statement, stack.systemNames))
          .map(({ actions, resources, notResources }) => ({
            address: holder.address,
            fault: `its ${argument} allows ${actions.join(", ")} on ${describe(resources, notResources, stack.systemNames)}`,
            remedy:
              "Name the resources by their ARNs; an action that AWS lets no one scope belongs in a statement of its own and in unscopable-actions.ts",
          })),
      ),
};

function isTooWide({ effect, actions, resources, notResources }: Statement, systemNames: readonly string[]): boolean {
  const wide = notResources.length > 0 || resources.some((resource) => reachesBeyond(resource, systemNames));
  return effect === "Allow" && wide && !actions.every((action) => action in UNSCOPABLE_ACTIONS);
}

function describe(
  resources: readonly string[],
  notResources: readonly string[],
  systemNames: readonly string[],
): string {
  const wide = resources.filter((resource) => reachesBeyond(resource, systemNames)).map((resource) => `'${resource}'`);
  return notResources.length > 0 ? `everything but '${notResources.join("', '")}'` : wide.join(", ");
}
