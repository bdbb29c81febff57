import type { Attributes } from "./attributes";

/** A task of a state machine: what it does, and with what. */
export interface Task {
  /** `arn:aws:states:::sqs:sendMessage`, or a function's ARN. */
  readonly resource: string;
  /** Its `Parameters`, or `Arguments` where the language is JSONata. */
  readonly parameters: Attributes;
}

/** @returns the tasks of a definition, those in branches and maps too. */
export function tasksOf(definition: unknown): readonly Task[] {
  if (!isObject(definition) || !isObject(definition.States)) return [];
  return Object.values(definition.States).flatMap((state) => {
    if (!isObject(state)) return [];
    const branches = Array.isArray(state.Branches) ? state.Branches : [];
    const nested = [...branches, state.Iterator, state.ItemProcessor].flatMap(tasksOf);
    if (typeof state.Resource !== "string") return nested;
    const parameters = state.Parameters ?? state.Arguments;
    return [{ resource: state.Resource, parameters: isObject(parameters) ? parameters : {} }, ...nested];
  });
}

function isObject(value: unknown): value is Attributes {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
