import type { Rule } from "./rule";
import { operatorRules } from "./targeting-operators";
import { resultRules } from "./targeting-results";

/** For whom a flag resolves to what. */
export const targetingRules: readonly Rule[] = [...operatorRules, ...resultRules];
