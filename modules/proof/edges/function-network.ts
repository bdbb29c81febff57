import { block, texts } from "./attributes";
import { byRole } from "./calls";
import { connection, type EdgeRule } from "./edge-rule";
import { roleOf } from "./function-role";

/** Lambda checks them before there is any interface that a policy could name. */
const REQUIRED = ["ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DeleteNetworkInterface"];
/** Of AWS's own managed policy for functions in a VPC, beyond what Lambda checks. */
const POSSIBLE = [
  "ec2:DescribeSubnets",
  "ec2:DescribeSecurityGroups",
  "ec2:DescribeVpcs",
  "ec2:AssignPrivateIpAddresses",
  "ec2:UnassignPrivateIpAddresses",
  "ec2:GetSecurityGroupsForVpc",
];

/** Function → the subnets it stands in: Lambda makes its network interfaces under the function's role. */
export const functionNetwork: EdgeRule = {
  type: "aws_lambda_function",
  connections: (fn, view) => {
    const subnets = texts(block(fn.attributes, "vpc_config"), "subnet_ids");
    if (subnets.length === 0) return [];
    const role = roleOf(view, fn, fn.address);
    const to = view.named("aws_subnet", subnets[0])?.address ?? "ec2.amazonaws.com";
    return [
      connection("network", fn.address, to, byRole(role, REQUIRED, "*", "Lambda makes network interfaces"), {
        possible: byRole(role, POSSIBLE, "*", "Lambda looks at the network"),
      }),
    ];
  },
};
