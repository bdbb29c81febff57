import type { PolicyStatement } from "./policy";

/**
 * What a function needs to use a resource, made by the resource itself (`items.readWrite()`, `changes.publish()`):
 * where the resource is and what may be done with it, in one gesture, so that neither is ever there without the other.
 */
export interface Access {
  /** Value of the environment variable that tells the function where the resource is. */
  readonly value: string;
  /** What the function's role is granted, with the key of an encrypted resource included. */
  readonly statements: readonly PolicyStatement[];
}
