import { LONGEST_ENVIRONMENT } from "../environment-name";
import { expressionsIn, replaceInterpolations } from "../expressions";
import { givenNames } from "../named-types";
import type { Rule } from "../rule";

/** The longest values of what names are made of, in characters. */
const LONGEST_VALUES: readonly { readonly expression: RegExp; readonly length: number }[] = [
  { expression: /^var\.environment$/, length: LONGEST_ENVIRONMENT },
  { expression: /^data\.aws_caller_identity\.[\w-]+\.account_id$/, length: 12 },
  { expression: /^data\.aws_region\.[\w-]+\.(?:name|id)$/, length: "ap-southeast-1".length },
];

export const nameOverLimit: Rule = {
  id: "name-over-limit",
  requirements: ["ALL-03"],
  check: (stack) =>
    givenNames(stack).flatMap(({ block, argument, name, limit }) => {
      const longest = longestLength(name);
      return longest <= limit
        ? []
        : [
            {
              address: block.address,
              fault: `its ${argument} '${name}' may grow to ${longest} characters, over AWS's limit of ${limit}`,
              remedy: `Shorten it to ${limit} with an environment of ${LONGEST_ENVIRONMENT} characters in it`,
            },
          ];
    }),
};

/** What is known only to AWS counts as nothing, so that the length is never overstated. */
function longestLength(name: string): number {
  const fixed = replaceInterpolations(name, () => "").length;
  return expressionsIn(name).reduce((length, part) => length + longestValue(part), fixed);
}

function longestValue(part: string): number {
  return LONGEST_VALUES.find(({ expression }) => expression.test(part))?.length ?? 0;
}
