import { describe } from "@jest/globals";
import { ownershipRules } from "../../../../functions/flag-propagation/rules/ownership";
import { ownershipExamples } from "../../../../functions/flag-propagation/rules/ownership.examples";
import { describeRules } from "./support/describe-rules";

describe("rules about ownership and governance", () => {
  describeRules(ownershipRules, ownershipExamples, { alsoBroken: { "OWNER-02": ["OWNER-03"] } });
});
