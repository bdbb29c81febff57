import { lambdaFunctionsIn } from "../lambda-functions";
import { covers, policiesIn, type Statement } from "../policies";
import type { Rule } from "../rule";
import type { SynthesizedStack } from "../synthesized-stack";

const WRITING_ACTIONS = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"];

/** A log group's ARN, and all streams of it. */
const LOG_GROUP = /^\$\{(aws_cloudwatch_log_group\.[\w-]+)(?:\[[^\]]*\])?\.arn\}(?::\*)?$/;

export const logPolicyBeyondOwnGroup: Rule = {
  id: "log-policy-beyond-own-group",
  requirements: ["ALL-04"],
  check: (stack) => {
    const ownGroups = ownGroupsByRole(stack);
    return policiesIn(stack)
      .filter(({ kind }) => kind === "identity")
      .flatMap(({ holder, statements = [] }) => {
        const own = stack.referred(holder.attributes.role).flatMap(({ address }) => ownGroups.get(address) ?? []);
        return statements
          .filter(writesLogs)
          .flatMap(({ resources }) => resources.filter((resource) => !isOwn(resource, own)))
          .map((resource) => ({
            address: holder.address,
            fault: `it writes logs to '${resource}'`,
            remedy: `Name ${own[0] ?? "the log group"}'s arn and its arn:* only`,
          }));
      });
  },
};

function writesLogs({ effect, actions }: Statement): boolean {
  return effect === "Allow" && actions.some((pattern) => WRITING_ACTIONS.some((action) => covers(pattern, action)));
}

/** A role that serves no function, such as a delivery stream's, may name any log group of this stack. */
function isOwn(resource: string, own: readonly string[]): boolean {
  const group = LOG_GROUP.exec(resource)?.[1];
  return group !== undefined && (own.length === 0 || own.includes(group));
}

function ownGroupsByRole(stack: SynthesizedStack): ReadonlyMap<string, string> {
  return new Map(
    lambdaFunctionsIn(stack).flatMap(({ role, logGroup }) =>
      role === undefined || logGroup === undefined ? [] : [[role.address, logGroup.address]],
    ),
  );
}
