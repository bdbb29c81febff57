import { isList, isObject, isUntold, type Value } from "./value";

/** @returns undefined where the operator can't be applied to these values, or a value can't be told. */
export function applyUnary(operator: string, operand: Value): Value | undefined {
  if (operator === "!") {
    const truth = asTruth(operand);
    return truth === undefined ? undefined : !truth;
  }
  const number = asNumber(operand);
  return number === undefined ? undefined : -number;
}

/** `&&` and `||` are the evaluator's: they may be told by one side alone. */
export function applyBinary(operator: string, left: Value, right: Value): Value | undefined {
  if (operator === "==" || operator === "!=") {
    const same = equal(left, right);
    return same === undefined ? undefined : same === (operator === "==");
  }
  const [a, b] = [asNumber(left), asNumber(right)];
  return a === undefined || b === undefined ? undefined : calculate(operator, a, b);
}

export function asTruth(value: Value): boolean | undefined {
  return value === true || value === "true" ? true : value === false || value === "false" ? false : undefined;
}

/** Terraform reads numbers out of texts. */
export function asNumber(value: Value): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

/** @returns whether two values are the same, undefined where that can't be told. */
export function equal(left: Value, right: Value): boolean | undefined {
  if (isUntold(left) || isUntold(right)) {
    return undefined;
  }
  if (isList(left) && isList(right)) {
    return left.length === right.length
      ? all(left.map((element, index) => equal(element, right[index] ?? null)))
      : false;
  }
  if (isObject(left) && isObject(right)) {
    const keys = Object.keys(left);
    return keys.length === Object.keys(right).length && keys.every((key) => Object.hasOwn(right, key))
      ? all(keys.map((key) => equal(left[key] ?? null, right[key] ?? null)))
      : false;
  }
  return left === right;
}

/** One difference settles it; otherwise one doubt does. */
function all(results: readonly (boolean | undefined)[]): boolean | undefined {
  return results.includes(false) ? false : results.includes(undefined) ? undefined : true;
}

function calculate(operator: string, a: number, b: number): Value | undefined {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return b === 0 ? undefined : a / b;
    case "%":
      return b === 0 ? undefined : a % b;
    case "<":
      return a < b;
    case ">":
      return a > b;
    case "<=":
      return a <= b;
    case ">=":
      return a >= b;
    default:
      return undefined;
  }
}
