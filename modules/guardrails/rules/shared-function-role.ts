import { lambdaFunctionsIn } from "../lambda-functions";
import type { Rule } from "../rule";

export const sharedFunctionRole: Rule = {
  id: "shared-function-role",
  requirements: ["ALL-05"],
  check: (stack) => {
    const firstUser = new Map<string, string>();
    return lambdaFunctionsIn(stack).flatMap(({ block, role }) => {
      const user = role === undefined ? "another stack" : firstUser.get(role.address);
      if (role !== undefined && user === undefined) {
        firstUser.set(role.address, block.address);
        return [];
      }
      return [
        {
          address: block.address,
          fault: `its role ${role?.address ?? ""} belongs to ${user}`.replace("  ", " "),
          remedy: "Give every function a role of its own, so that it holds the permissions of one function",
        },
      ];
    });
  },
};
