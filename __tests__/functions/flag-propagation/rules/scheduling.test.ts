import { describe } from "@jest/globals";
import { schedulingRules } from "../../../../functions/flag-propagation/rules/scheduling";
import { schedulingExamples } from "../../../../functions/flag-propagation/rules/scheduling.examples";
import { describeRules } from "./support/describe-rules";

describe("rules about scheduling", () => {
  describeRules(schedulingRules, schedulingExamples);
});
