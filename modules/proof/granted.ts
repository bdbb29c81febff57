import type { Policy } from "./model";
import { covers, coversAction } from "./patterns";

/** @returns whether some statement allows an action on a resource, its conditions left aside. */
export function isGranted(policies: readonly Policy[], action: string, resource: string): boolean {
  return witness(policies, action, resource) !== undefined;
}

/**
 * @returns a resource that the policies allow the action on: the one given, or, where that ends in a slash (an object in a
 * bucket), something under it that a pattern covers.
 */
export function witness(policies: readonly Policy[], action: string, resource: string): string | undefined {
  for (const { statements } of policies) {
    for (const { effect, actions = [], resources = [] } of statements) {
      if (effect !== "Allow" || !actions.some((pattern) => coversAction(pattern, action))) continue;
      for (const pattern of resources) {
        if (covers(pattern, resource)) return resource.endsWith("/") ? `${resource}object` : resource;
        if (resource.endsWith("/") && pattern.startsWith(resource)) return pattern.replace(/[*?]/g, "object");
      }
    }
  }
  return undefined;
}

/** @returns the actions of a service that the policies allow, wildcards as written. */
export function grantedActions(policies: readonly Policy[], service: string): readonly string[] {
  const all = policies
    .flatMap(({ statements }) => statements)
    .filter(({ effect }) => effect === "Allow")
    .flatMap(({ actions = [] }) => actions)
    .filter((action) => action.startsWith(`${service}:`));
  return [...new Set(all)];
}
