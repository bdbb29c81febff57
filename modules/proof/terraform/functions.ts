import { COLLECTION_FUNCTIONS } from "./functions-of-collections";
import { TEXT_FUNCTIONS } from "./functions-of-texts";
import { holdsUntold, type Value } from "./value";

/** @returns undefined for a function that isn't known here, and for a call whose result can't be told. */
export function callFunction(name: string, args: readonly Value[]): Value | undefined {
  if (Object.hasOwn(COLLECTION_FUNCTIONS, name)) {
    return COLLECTION_FUNCTIONS[name]?.(...args);
  }
  if (!Object.hasOwn(TEXT_FUNCTIONS, name)) {
    return undefined;
  }
  return args.some(holdsUntold) ? undefined : TEXT_FUNCTIONS[name]?.(...args);
}
