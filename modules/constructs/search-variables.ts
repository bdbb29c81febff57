import type { Construct } from "constructs";
import { System } from "./system";
import { Variable } from "./variable";

/** Terraform expressions without `${}` around them. */
interface SearchSize {
  readonly instanceType: string;
  /** GiB of each node. */
  readonly volumeSize: string;
}

/** Declares what an operator decides of a search domain: whether there is one, and how large it is. */
export function searchVariables(scope: Construct, part: string): SearchSize {
  const system = System.of(scope);
  new Variable(system, `${part}_endpoint`, {
    type: "string",
    description: `URL of an OpenSearch that is there already, for the index ${part}. Empty: the system makes a domain of its own.`,
    default: "",
    validation: [
      {
        condition: `can(regex("^(https?://[^/?#[:space:]]+)?$", var.${part}_endpoint))`,
        errorMessage: `The ${part}_endpoint must be empty, or a URL without a path, such as https://search.example.com.`,
      },
    ],
  });
  new Variable(system, `${part}_instance_type`, {
    type: "string",
    description: `Instance type of the search domain ${part}. Empty: r7g.large.search in prod, t3.small.search elsewhere.`,
    default: "",
    validation: [
      {
        condition: `can(regex("^([a-z0-9]+\\\\.[a-z0-9]+\\\\.search)?$", var.${part}_instance_type))`,
        errorMessage: `The ${part}_instance_type must be empty, or a type of OpenSearch node, such as r7g.large.search.`,
      },
    ],
  });
  new Variable(system, `${part}_volume_size`, {
    type: "number",
    description: `Storage of each node of the search domain ${part}, in GiB.`,
    default: 20,
    validation: [
      {
        condition: `var.${part}_volume_size >= 10 && var.${part}_volume_size <= 3072 && floor(var.${part}_volume_size) == var.${part}_volume_size`,
        errorMessage: `The ${part}_volume_size must be a whole number from 10 to 3072; the instance type may take less.`,
      },
    ],
  });
  system.local(
    `${part}_instance_type`,
    `\${var.${part}_instance_type != "" ? var.${part}_instance_type : local.is_production ? "r7g.large.search" : "t3.small.search"}`,
  );
  return { instanceType: `local.${part}_instance_type`, volumeSize: `var.${part}_volume_size` };
}
