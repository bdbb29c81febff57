import type { Rule } from "../rule";
import { firstNested, isTrue, text } from "../terraform-json";

export const searchDomainWithoutTls: Rule = {
  id: "search-domain-without-tls",
  requirements: ["ALL-09"],
  check: (stack) =>
    stack
      .resources("aws_opensearch_domain")
      .filter(({ attributes }) => {
        const { enforce_https, tls_security_policy } = firstNested(attributes.domain_endpoint_options);
        return !isTrue(enforce_https) || !text(tls_security_policy).startsWith("Policy-Min-TLS-1-2-");
      })
      .map(({ address }) => ({
        address,
        fault: "it takes requests without TLS, or with a TLS older than 1.2",
        remedy:
          'Set domain_endpoint_options { enforce_https = true, tls_security_policy = "Policy-Min-TLS-1-2-PFS-2023-10" }',
      })),
};
