import type { State } from "../../constructs/asl";
import { invoke, publish } from "./propagation-tasks";

/** A rollback's budget, in seconds. */
const ROLLBACK_BUDGET = 8;

export interface RollbackStatesProps {
  /** ARN of the rollback's alias. */
  readonly rollback: string;
  /** ARN of the topic where rollbacks are announced. */
  readonly announcements: string;
  /** What the states' names start with. */
  readonly prefix: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly after: { readonly Next: string } | { readonly End: true };
  /** What is done where nothing helps. */
  readonly helpless: (name: string, error: string, cause: string) => Record<string, State>;
}

/** Roll back and tell it; where it fails, or two in a row did not help, somebody has to look. */
export function rollbackStates(props: RollbackStatesProps): Record<string, State> {
  const { prefix, payload, rollback, announcements, after, helpless } = props;
  const name = (state: string) => `${prefix}${state}`;
  return {
    [name("Rollback")]: {
      ...invoke(rollback, payload, ROLLBACK_BUDGET, name("RollbackFailed")),
      ResultPath: "$.rollback",
      Next: name("RollbackOutcome"),
    },
    [name("RollbackOutcome")]: {
      Type: "Choice",
      Choices: [
        { Variable: "$.rollback.result.outcome", StringEquals: "stopped", Next: name("RollbacksStopped") },
        { Variable: "$.rollback.result.outcome", StringEquals: "rolled-back", Next: name("AnnounceRollback") },
      ],
      Default: name("NothingToRollBack"),
    },
    [name("AnnounceRollback")]: {
      ...publish(announcements, "$.rollback.result"),
      Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: name("RollbackFailed") }],
      ...after,
    },
    [name("NothingToRollBack")]: { Type: "Succeed" },
    ...helpless(
      name("RollbacksStopped"),
      "RollbacksStopped",
      "Two rollbacks in a row did not make the services agree. Somebody has to look: npm run flag -- status FLAG.",
    ),
    ...helpless(name("RollbackFailed"), "RollbackFailed", "The execution's history says why."),
  };
}

/** @param otherwise the state that follows where nobody can be told */
export function page(pages: string, error: string, otherwise: string): State {
  return {
    ...publish(pages, "$"),
    Comment: `${error}: somebody has to look`,
    Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: otherwise }],
    End: true,
  };
}
