import { describe } from "@jest/globals";
import { dependencyRules } from "../../../../functions/flag-propagation/rules/dependencies";
import { dependencyExamples } from "../../../../functions/flag-propagation/rules/dependencies.examples";
import { describeRules } from "./support/describe-rules";

describe("rules about dependencies", () => {
  describeRules(dependencyRules, dependencyExamples);
});
