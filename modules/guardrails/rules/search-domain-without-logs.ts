import type { Rule } from "../rule";
import { isTrue, nested, text } from "../terraform-json";

const LOGS = ["INDEX_SLOW_LOGS", "SEARCH_SLOW_LOGS", "ES_APPLICATION_LOGS", "AUDIT_LOGS"];

export const searchDomainWithoutLogs: Rule = {
  id: "search-domain-without-logs",
  requirements: ["FLAG-08"],
  check: (stack) =>
    stack.resources("aws_opensearch_domain").flatMap(({ address, attributes }) => {
      const options = nested(attributes.log_publishing_options).filter(({ enabled = true }) => isTrue(enabled));
      const absent = LOGS.filter((log) => options.every(({ log_type }) => text(log_type) !== log));
      return absent.length === 0
        ? []
        : [
            {
              address,
              fault: `it keeps no ${absent.join(", ")}`,
              remedy: "Add a log_publishing_options for each, with an encrypted log group",
            },
          ];
    }),
};
