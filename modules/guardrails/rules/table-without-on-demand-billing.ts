import type { Rule } from "../rule";
import { text } from "../terraform-json";

export const tableWithoutOnDemandBilling: Rule = {
  id: "table-without-on-demand-billing",
  requirements: ["ALL-09"],
  check: (stack) =>
    stack
      .resources("aws_dynamodb_table")
      .filter(({ attributes }) => attributes.billing_mode !== "PAY_PER_REQUEST")
      .map(({ address, attributes }) => ({
        address,
        fault: `its billing_mode is '${text(attributes.billing_mode) || "PROVISIONED"}'`,
        remedy: 'Set billing_mode = "PAY_PER_REQUEST"',
      })),
};
