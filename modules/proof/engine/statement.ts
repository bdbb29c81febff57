import type { Principal, Statement } from "../model";
import { matchesResource } from "./arn";
import { compileConditions } from "./conditions";
import type { Context } from "./context";
import { ANY, matches } from "./glob";
import { compilePattern, type Pattern } from "./pattern";
import { and, not, or, type Ternary } from "./ternary";

/** A request as statements see it: the action in lower case, what is unknown masked. */
export interface Asked {
  readonly principal: Principal;
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
}

/** @returns whether a statement speaks of a request, whoever makes it. */
export type StatementMatch = (asked: Asked) => Ternary;

export function compileStatement(statement: Statement): StatementMatch {
  const matchesAction = compileActions(statement);
  const matchesResources = compileResources(statement);
  const meetsConditions = compileConditions(statement.conditions);
  return (asked) => {
    // Most statements fall at the action; the costlier questions wait for the rest.
    const action = matchesAction(asked);
    if (action === false) return false;
    const resource = matchesResources(asked);
    if (resource === false) return false;
    return and(action, resource, meetsConditions(asked.context));
  };
}

function compileActions({ actions, notActions }: Statement): StatementMatch {
  const listed = actions ?? notActions;
  // AWS refuses a statement without either.
  if (listed === undefined) return () => "unknown";
  const tests = listed.map(compileAction);
  const isListed: StatementMatch = (asked) => or(...tests.map((test) => test(asked)));
  return actions ? isListed : (asked) => not(isListed(asked));
}

/** AWS takes `*` and `service:Action`, wildcards after the colon only: of other forms it does not say what they match. */
function compileAction(source: string): StatementMatch {
  const lower = source.toLowerCase();
  const isDocumented = lower === "*" || /^[a-z0-9-]+:/.test(lower);
  const pattern = compilePattern(lower, true)(new Map()) ?? ANY;
  return ({ action }) => {
    const match = matches(pattern, action);
    return match === true && !isDocumented ? "unknown" : match;
  };
}

/** The trust policy of a role names no resource: it is the role's own. */
function compileResources({ resources, notResources }: Statement): StatementMatch {
  if (resources) return compileResourceList(resources, false);
  if (notResources === undefined) return () => true;
  // A variable without a value matches nothing. Whether `NotResource` then means everything, AWS does not say.
  const isListed = compileResourceList(notResources, "unknown");
  return (asked) => not(isListed(asked));
}

function compileResourceList(sources: readonly string[], unresolved: Ternary): StatementMatch {
  const patterns: readonly Pattern[] = sources.map((source) => compilePattern(source, true));
  return ({ resource, context }) =>
    or(
      ...patterns.map((pattern) => {
        const resolved = pattern(context);
        return resolved === undefined ? unresolved : matchesResource(resolved, resource);
      }),
    );
}
