/** What ends an execution at once: no Retry and no Catch of States.ALL is for it. */
export class StateRuntimeError extends Error {
  override readonly name = "States.Runtime";
}

const TO_TEXT = /^States\.JsonToString\((.*)\)$/;

/**
 * @param path `$` or `$.member.member`, all of JSONPath that the definitions use
 * @returns undefined where there is nothing
 */
export function find(path: string, data: unknown): unknown {
  if (!/^\$(\.\w+)*$/.test(path)) throw new StateRuntimeError(`'${path}' is no path that the simulation knows.`);
  return path
    .split(".")
    .slice(1)
    .reduce<unknown>((value, name) => membersOf(value)[name], data);
}

/** @throws StateRuntimeError where there is nothing. */
export function at(path: string, data: unknown): unknown {
  const found = find(path, data);
  if (found === undefined) throw new StateRuntimeError(`There is no '${path}' in ${JSON.stringify(data)}.`);
  return found;
}

/** Fills a template: of members whose name ends on `.$`, the value is a path or an intrinsic function. */
export function filled(template: unknown, data: unknown): unknown {
  if (typeof template !== "object" || template === null || Array.isArray(template)) return template;
  return Object.fromEntries(
    Object.entries(template).map(([name, value]) =>
      name.endsWith(".$") ? [name.slice(0, -2), evaluated(String(value), data)] : [name, filled(value, data)],
    ),
  );
}

/** @param path where the result goes: `$.member`, nowhere for null, in place of all for undefined */
export function withResult(path: string | null | undefined, data: unknown, result: unknown): unknown {
  if (path === null) return data;
  if (path === undefined) return result;
  const member = /^\$\.(\w+)$/.exec(path)?.[1];
  if (member === undefined) throw new StateRuntimeError(`'${path}' is no ResultPath that the simulation knows.`);
  return { ...membersOf(data), [member]: result };
}

function evaluated(expression: string, data: unknown): unknown {
  const path = TO_TEXT.exec(expression)?.[1];
  return path === undefined ? at(expression, data) : JSON.stringify(at(path, data));
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
