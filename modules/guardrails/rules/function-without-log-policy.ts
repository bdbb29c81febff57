import { lambdaFunctionsIn } from "../lambda-functions";
import { allows, statementsOf } from "../roles";
import type { Rule } from "../rule";

const NEEDED_ACTIONS = ["logs:CreateLogStream", "logs:PutLogEvents"];

export const functionWithoutLogPolicy: Rule = {
  id: "function-without-log-policy",
  requirements: ["ALL-04"],
  check: (stack) =>
    lambdaFunctionsIn(stack).flatMap(({ block, role, logGroup }) => {
      if (logGroup === undefined) {
        return []; // Another rule demands the group.
      }
      const streams = `\${${logGroup.address}.arn}:*`;
      const lacking = NEEDED_ACTIONS.filter((action) => !allows(statementsOf(stack, role), action, streams));
      return lacking.length === 0
        ? []
        : [
            {
              address: block.address,
              fault: `its role may not write its log: ${lacking.join(", ")} on ${streams} is not allowed`,
              remedy: "Allow it in an aws_iam_role_policy of the role; a function that can't log fails in silence",
            },
          ];
    }),
};
