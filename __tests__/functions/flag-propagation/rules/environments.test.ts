import { describe } from "@jest/globals";
import { environmentRules } from "../../../../functions/flag-propagation/rules/environments";
import { environmentExamples } from "../../../../functions/flag-propagation/rules/environments.examples";
import { describeRules } from "./support/describe-rules";

describe("rules about environments", () => {
  describeRules(environmentRules, environmentExamples);
});
