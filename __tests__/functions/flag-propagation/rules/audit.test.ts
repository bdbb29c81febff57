import { describe } from "@jest/globals";
import { auditRules } from "../../../../functions/flag-propagation/rules/audit";
import { auditExamples } from "../../../../functions/flag-propagation/rules/audit.examples";
import { describeRules } from "./support/describe-rules";

describe("rules about audit", () => {
  describeRules(auditRules, auditExamples);
});
