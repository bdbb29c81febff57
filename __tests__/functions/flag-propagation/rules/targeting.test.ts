import { describe } from "@jest/globals";
import { targetingRules } from "../../../../functions/flag-propagation/rules/targeting";
import { targetingExamples } from "../../../../functions/flag-propagation/rules/targeting.examples";
import { describeRules } from "./support/describe-rules";

describe("rules about targeting", () => {
  describeRules(targetingRules, targetingExamples);
});
