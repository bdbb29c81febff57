import { policiesIn } from "../policies";
import type { Rule } from "../rule";

/** What can't be read can't be judged, and must not pass for harmless. */
export const unreadablePolicy: Rule = {
  id: "unreadable-policy",
  requirements: ["ALL-04"],
  check: (stack) =>
    policiesIn(stack)
      .filter(({ statements }) => statements === undefined)
      .map(({ holder, argument }) => ({
        address: holder.address,
        fault: `its ${argument} can't be read before Terraform runs`,
        remedy: "Write it with JSON.stringify, or as an aws_iam_policy_document made of statements alone",
      })),
};
