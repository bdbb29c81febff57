import { describe } from "@jest/globals";
import { schemaRules } from "../../../../functions/flag-propagation/rules/schema";
import { schemaExamples } from "../../../../functions/flag-propagation/rules/schema.examples";
import { describeRules } from "./support/describe-rules";

describe("rules about schema and types", () => {
  describeRules(schemaRules, schemaExamples);
});
