import { lambdaFunctionsIn } from "../lambda-functions";
import type { Finding, Rule } from "../rule";
import { text } from "../terraform-json";

export const sharedFunctionRole: Rule = {
  id: "shared-function-role",
  requirements: ["ALL-05"],
  check: (stack) => {
    const firstUsers = new Map<string, string>();
    return lambdaFunctionsIn(stack).flatMap(({ block, role }) => {
      if (role === undefined) {
        return [shared(block.address, `its role '${text(block.attributes.role)}' is not made in this stack`)];
      }
      const firstUser = firstUsers.get(role.address);
      firstUsers.set(role.address, firstUser ?? block.address);
      return firstUser === undefined ? [] : [shared(block.address, `its role ${role.address} belongs to ${firstUser}`)];
    });
  },
};

function shared(address: string, fault: string): Finding {
  return { address, fault, remedy: "Give it a role of its own, which holds the permissions of this function alone" };
}
