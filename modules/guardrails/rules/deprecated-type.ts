import { DEPRECATED_TYPES } from "../deprecated-in-provider-5";
import type { Rule } from "../rule";

export const deprecatedType: Rule = {
  id: "deprecated-type",
  requirements: ["ALL-08"],
  check: (stack) =>
    Object.entries(DEPRECATED_TYPES).flatMap(([type, remedy]) =>
      stack.resources(type).map(({ address }) => ({ address, fault: `the type ${type} is deprecated`, remedy })),
    ),
};
