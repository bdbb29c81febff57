import type { Rule } from "../rule";
import { firstNested, isSet } from "../terraform-json";

export const searchDomainOnInternet: Rule = {
  id: "search-domain-on-internet",
  requirements: ["ALL-09"],
  check: (stack) =>
    stack
      .resources("aws_opensearch_domain")
      .filter(({ attributes }) => !isSet(firstNested(attributes.vpc_options).subnet_ids))
      .map(({ address }) => ({
        address,
        fault: "it stands in no network, and its endpoint is reached from the internet",
        remedy: "Set vpc_options, with private subnets and a security group of its own",
      })),
};
