import { describe } from "@jest/globals";
import { changeRules } from "../../../../functions/flag-propagation/rules/change";
import { changeExamples } from "../../../../functions/flag-propagation/rules/change.examples";
import { describeRules } from "./support/describe-rules";

describe("rules about changes", () => {
  describeRules(changeRules, changeExamples);
});
