import { describe } from "@jest/globals";
import { variantRules } from "../../../../functions/flag-propagation/rules/variants";
import { variantExamples } from "../../../../functions/flag-propagation/rules/variants.examples";
import { describeRules } from "./support/describe-rules";

describe("rules about variants and values", () => {
  describeRules(variantRules, variantExamples, {
    alsoBroken: { "VARIANT-07": ["VARIANT-08"], "VARIANT-09": ["VARIANT-08"] },
  });
});
