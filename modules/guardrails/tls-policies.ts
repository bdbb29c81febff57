import { covers, type Statement } from "./policies";

/** @returns whether statements deny an action on a resource to everyone who does not come over TLS. */
export function deniesPlainText(statements: readonly Statement[], action: string, resource: string): boolean {
  return statements.some(
    ({ effect, principals, actions, resources, conditions }) =>
      effect === "Deny" &&
      principals.includes("*") &&
      actions.some((pattern) => covers(pattern, action)) &&
      (resources.includes(resource) || resources.includes("*")) &&
      // A second condition would let some requests through.
      conditions.length === 1 &&
      conditions.every(
        ({ operator, key, values }) =>
          operator === "Bool" && key.toLowerCase() === "aws:securetransport" && values.join() === "false",
      ),
  );
}
