import type { Thing } from "./stand-ins";
import { decodeJson, encodeJson } from "./terraform/json";
import { asText, isList, isObject, untold, type Value } from "./terraform/value";

type Entries = Readonly<Record<string, Value>>;

/** @returns the policy that a data source `aws_iam_policy_document` makes, undefined where parts of it can't be read. */
export function documentJson(document: Thing): string | undefined {
  const sources = statementsOf(given(document, "source_policy_documents"));
  const overrides = statementsOf(given(document, "override_policy_documents"));
  const own = given(document, "statement");
  if (sources === undefined || overrides === undefined || !own.every(isObject)) {
    return undefined;
  }
  return encodeJson({
    Version: "2012-10-17",
    Statement: overridden([...sources, ...own.map(statement)], overrides),
  });
}

function given(document: Thing, name: string): readonly Value[] {
  return document.gives(name) ? list(document.attribute(name)) : [];
}

/** @returns the statements of given policy texts, undefined where one of them can't be read. */
function statementsOf(texts: readonly Value[]): readonly Entries[] | undefined {
  const policies = texts.map((text) => (typeof text === "string" ? decodeJson(text) : undefined));
  const statements = policies.flatMap((policy): readonly Value[] =>
    policy !== undefined && isObject(policy) ? list(policy.Statement) : [null],
  );
  return statements.every(isObject) ? statements : undefined;
}

/** A statement of an override replaces the one of the same `Sid`. */
function overridden(statements: readonly Entries[], overrides: readonly Entries[]): readonly Entries[] {
  const bySid = new Map(overrides.flatMap((entry) => (sidOf(entry) === "" ? [] : [[sidOf(entry), entry] as const])));
  const kept = statements.map((entry) => bySid.get(sidOf(entry)) ?? entry);
  return [...kept, ...overrides.filter((entry) => !kept.includes(entry))];
}

function sidOf(entry: Entries): string {
  return typeof entry.Sid === "string" ? entry.Sid : "";
}

function statement(block: Entries): Entries {
  return withoutEmpty({
    Sid: block.sid,
    Effect: block.effect ?? "Allow",
    Action: block.actions,
    NotAction: block.not_actions,
    Resource: block.resources,
    NotResource: block.not_resources,
    Principal: principals(block.principals),
    NotPrincipal: principals(block.not_principals),
    Condition: conditions(block.condition),
  });
}

function withoutEmpty(entries: Readonly<Record<string, Value | undefined>>): Entries {
  return Object.fromEntries(
    Object.entries(entries).filter(
      (entry): entry is [string, Value] =>
        entry[1] !== undefined && entry[1] !== null && entry[1] !== "" && !(isList(entry[1]) && entry[1].length === 0),
    ),
  );
}

function principals(given: Value | undefined): Value | undefined {
  const byType = new Map<string, Value[]>();
  for (const { type, identifiers } of blocks(given)) {
    // The document writes everyone as type `*`, IAM as an AWS principal.
    const key = type === "*" ? "AWS" : nameOf(type);
    byType.set(key, [...(byType.get(key) ?? []), ...list(identifiers)]);
  }
  return byType.size === 0 ? opaque(given) : Object.fromEntries(byType);
}

function conditions(given: Value | undefined): Value | undefined {
  const operators = new Map<string, Map<string, Value[]>>();
  for (const { test, variable, values } of blocks(given)) {
    const keys = operators.get(nameOf(test)) ?? new Map<string, Value[]>();
    operators.set(nameOf(test), keys);
    keys.set(nameOf(variable), [...(keys.get(nameOf(variable)) ?? []), ...list(values)]);
  }
  return operators.size === 0
    ? opaque(given)
    : Object.fromEntries([...operators].map(([operator, keys]) => [operator, Object.fromEntries(keys)]));
}

/** A name that is no text must not read as one that nothing has. */
function nameOf(value: Value | undefined): string {
  return asText(value ?? null) ?? untold("a name that is no text");
}

/** A block that can't be told must not read as one that isn't there. */
function opaque(given: Value | undefined): Value | undefined {
  return typeof given === "string" ? given : undefined;
}

function blocks(value: Value | undefined): readonly Entries[] {
  return list(value).filter(isObject);
}

function list(value: Value | undefined): readonly Value[] {
  return value === undefined || value === null ? [] : isList(value) ? value : [value];
}
