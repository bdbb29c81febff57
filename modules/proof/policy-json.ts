import { isAttributes, list } from "../guardrails/terraform-json";
import { isUnknown, type Statement, unknown } from "./model";

/** A policy that could not be read: its one statement is unknown in every part, so that nothing is taken as allowed. */
export const UNREADABLE: readonly Statement[] = [
  { effect: "Allow", actions: [unknown("policy")], resources: [unknown("policy")], conditions: {} },
];

/** The parts of a statement; any other key is a mistake that AWS refuses. */
const KEYS = new Set([
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
]);

/** @returns the statements of a policy, given as JSON text or already decoded; undefined where it can't be read. */
export function readPolicyJson(given: unknown): readonly Statement[] | undefined {
  const policy = typeof given === "string" ? parse(given) : given;
  if (!isAttributes(policy)) {
    return undefined;
  }
  const statements = list(policy.Statement).map(readStatement);
  return statements.length > 0 && statements.every((statement) => statement !== undefined) ? statements : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readStatement(given: unknown): Statement | undefined {
  if (!isAttributes(given) || !Object.keys(given).every((key) => KEYS.has(key))) {
    return undefined;
  }
  const { Sid: sid, Effect: effect } = given;
  const parts = {
    principals: principals(given.Principal),
    notPrincipals: principals(given.NotPrincipal),
    actions: texts(given.Action),
    notActions: texts(given.NotAction),
    resources: texts(given.Resource),
    notResources: texts(given.NotResource),
    conditions: given.Condition === undefined ? {} : conditions(given.Condition),
  };
  if ((effect !== "Allow" && effect !== "Deny") || Object.values(parts).includes("unreadable")) {
    return undefined;
  }
  return withoutAbsent({ sid: typeof sid === "string" ? sid : undefined, effect, ...parts }) as unknown as Statement;
}

/** `undefined` where the part is absent. */
function texts(given: unknown): readonly string[] | undefined | "unreadable" {
  if (given === undefined) {
    return undefined;
  }
  const values = list(given);
  return values.every((value) => ["string", "number", "boolean"].includes(typeof value))
    ? values.map(String)
    : "unreadable";
}

/** `"*"` is everyone, as `{ "AWS": "*" }` is; any other bare text is none of IAM's forms. */
function principals(given: unknown): Statement["principals"] | "unreadable" {
  if (given === undefined || given === "*") {
    return given === "*" ? { AWS: ["*"] } : undefined;
  }
  if (typeof given === "string" && isUnknown(given)) {
    return { AWS: [given] };
  }
  return lists(given);
}

function conditions(given: unknown): Statement["conditions"] | "unreadable" {
  if (!isAttributes(given)) {
    return "unreadable";
  }
  const operators = Object.entries(given).map(([operator, keys]) => [operator, lists(keys)] as const);
  return operators.some(([, keys]) => keys === "unreadable")
    ? "unreadable"
    : (Object.fromEntries(operators) as Statement["conditions"]);
}

function lists(given: unknown): Readonly<Record<string, readonly string[]>> | "unreadable" {
  if (!isAttributes(given)) {
    return "unreadable";
  }
  const entries = Object.entries(given).map(([key, value]) => [key, texts(value)] as const);
  return entries.some(([, value]) => value === "unreadable")
    ? "unreadable"
    : (Object.fromEntries(entries) as Readonly<Record<string, readonly string[]>>);
}

function withoutAbsent(parts: object): object {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
}
