import { policiesIn, type Statement } from "../policies";
import type { Rule } from "../rule";

export const wildcardAction: Rule = {
  id: "wildcard-action",
  requirements: ["ALL-04"],
  check: (stack) =>
    policiesIn(stack)
      // In a key's own policy `kms:*` for the account hands the key to the account's identity policies.
      .filter(({ kind }) => kind !== "key")
      .flatMap(({ holder, argument, statements = [] }) =>
        statements.flatMap(openActions).map((action) => ({
          address: holder.address,
          fault: `its ${argument} allows ${action}`,
          remedy: "Name each action that is used",
        })),
      ),
};

function openActions({ effect, actions, notActions }: Statement): readonly string[] {
  if (effect !== "Allow") {
    return [];
  }
  const wild = actions.filter((action) => /[*?]/.test(action)).map((action) => `'${action}'`);
  return notActions.length === 0 ? wild : [...wild, `all actions but '${notActions.join("', '")}'`];
}
