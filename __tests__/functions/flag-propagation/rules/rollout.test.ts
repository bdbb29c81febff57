import { describe } from "@jest/globals";
import { rolloutRules } from "../../../../functions/flag-propagation/rules/rollout";
import { rolloutExamples } from "../../../../functions/flag-propagation/rules/rollout.examples";
import { describeRules } from "./support/describe-rules";

describe("rules about rollouts", () => {
  describeRules(rolloutRules, rolloutExamples);
});
