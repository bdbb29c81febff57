import { policiesIn } from "../policies";
import type { Rule } from "../rule";

/** Their policies narrow what is reachable anyway; they grant nothing by themselves. */
const GATES = new Set([
  "aws_api_gateway_rest_api",
  "aws_api_gateway_rest_api_policy",
  "aws_vpc_endpoint",
  "aws_vpc_endpoint_policy",
]);

export const policyOpenToAnyone: Rule = {
  id: "policy-open-to-anyone",
  requirements: ["ALL-04"],
  check: (stack) =>
    policiesIn(stack)
      .filter(({ holder }) => !GATES.has(holder.type))
      .flatMap(({ holder, argument, statements = [] }) =>
        statements
          .filter(
            ({ effect, principals, conditions }) =>
              effect === "Allow" && principals.includes("*") && conditions.length === 0,
          )
          .map(({ actions }) => ({
            address: holder.address,
            fault: `its ${argument} lets anyone use ${actions.join(", ")}`,
            remedy: "Name the principal, and the source by a condition on aws:SourceArn",
          })),
      ),
};
