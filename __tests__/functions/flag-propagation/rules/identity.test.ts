import { describe } from "@jest/globals";
import { identityRules } from "../../../../functions/flag-propagation/rules/identity";
import { identityExamples } from "../../../../functions/flag-propagation/rules/identity.examples";
import { describeRules } from "./support/describe-rules";

describe("rules about identity and naming", () => {
  describeRules(identityRules, identityExamples, {
    alsoBroken: { "IDENT-04": ["IDENT-06"], "IDENT-05": ["IDENT-06"] },
  });
});
