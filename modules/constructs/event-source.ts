import type { LambdaFunction } from "./lambda-function";

/** Something that invokes a function. `bind` makes both sides: the trigger, and the permission it runs under. */
export interface EventSource {
  bind(fn: LambdaFunction): void;
}
