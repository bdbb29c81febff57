import type { Statement } from "../model";
import type { Context, ContextValue } from "./context";
import { operatorNamed } from "./operators";
import { and, not, or, type Ternary } from "./ternary";

/** @returns whether a request meets a condition. */
export type Condition = (context: Context) => Ternary;

/** `ForAllValues:StringNotLikeIfExists` in its parts. */
const OPERATOR = /^(?:(forallvalues|foranyvalue):)?(.*?)(ifexists)?$/;

/** Operators and keys are all to be met, of a key's values any one. */
export function compileConditions(conditions: Statement["conditions"]): Condition {
  const compiled = Object.entries(conditions).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => compileCondition(operator.toLowerCase(), key.toLowerCase(), values)),
  );
  return (context) => and(...compiled.map((condition) => condition(context)));
}

function compileCondition(operator: string, key: string, values: readonly string[]): Condition {
  if (operator === "null") return nullCondition(key, values);
  const [, set, name = "", ifExists] = OPERATOR.exec(operator) ?? [];
  const matchesOne = compileValues(name, values);
  if (matchesOne === undefined) return () => "unknown";
  return (context) => {
    const requested = context.get(key);
    if (requested === undefined) return withoutKey(set, ifExists !== undefined, matchesOne.negated);
    return overValues(set, requested, (value) => matchesOne.test(value, context));
  };
}

function withoutKey(set: string | undefined, ifExists: boolean, negated: boolean): Ternary {
  if (set === "forallvalues") return true;
  // `ForAnyValue` is documented as never met without its key, `IfExists` as always: no word on which of them wins.
  if (set === "foranyvalue") return ifExists ? "unknown" : false;
  return ifExists || negated;
}

/** `Null` asks whether the key is absent, so it is met by what all other operators stumble on. */
function nullCondition(key: string, values: readonly string[]): Condition {
  return (context) => {
    const isAbsent = String(!context.has(key));
    return or(
      ...values.map((value): Ternary => {
        const asked = value.toLowerCase();
        return asked === "true" || asked === "false" ? asked === isAbsent : "unknown";
      }),
    );
  };
}

interface ValueTest {
  readonly negated: boolean;
  test(requested: string, context: Context): Ternary;
}

/** @returns whether one value of a request is among the statement's values, or for a negated operator among none. */
function compileValues(name: string, values: readonly string[]): ValueTest | undefined {
  const operator = operatorNamed(name);
  if (operator === undefined) return undefined;
  const { negated } = operator;
  const tests = values.map(operator.test);
  // A value whose variable has none matches nothing. Whether that makes a negated operator met, AWS does not say.
  const unresolved = negated ? "unknown" : false;
  return {
    negated,
    test: (requested, context) => {
      const isAmong = or(...tests.map((test) => test(requested, context) ?? unresolved));
      return negated ? not(isAmong) : isAmong;
    },
  };
}

function overValues(set: string | undefined, requested: ContextValue, test: (value: string) => Ternary): Ternary {
  if (set !== undefined) {
    const results = [requested].flat().map(test);
    return set === "forallvalues" ? and(...results) : or(...results);
  }
  // AWS wants a set operator for a key with many values, and does not say what it does without.
  return typeof requested === "string" ? test(requested) : "unknown";
}
