import type { Definition, State } from "../../constructs/asl";
import { invoke } from "./propagation-tasks";
import { releaseEach, releaseStates } from "./release-states";
import { page, rollbackStates } from "./rollback-states";

export interface PropagationCheckProps {
  /** ARN of the consistency checker's alias. */
  readonly checker: string;
  /** ARN of the rollback's alias. */
  readonly rollback: string;
  /** ARN of the release function's alias. */
  readonly release: string;
  /** ARN of the topic where rollbacks are announced. */
  readonly announcements: string;
  /** ARN of the topic that wakes somebody. */
  readonly pages: string;
  /** How often it is looked whether a release may go on, in seconds. */
  readonly releaseLookSeconds: number;
  /**
   * What an execution may take, in seconds: services that are damaged again and again could keep it looking for ever; an
   * alarm tells of it.
   */
  readonly executionSeconds: number;
}

/** A change has three seconds and a half to be everywhere; then it is looked for. Seconds. */
const PROPAGATION_BUDGET = 5;
/** What is damaged is looked at once more before it is rolled back. Seconds. */
const SECOND_LOOK_AFTER = 2;
/**
 * What services are given that only lag, look by look, before the change is rolled back: a busy fast path must not be
 * given more to do. Seconds.
 */
const STRAGGLERS = [5, 10, 20] as const;
/** Budgets of the steps, in seconds. */
const CHECK_BUDGET = 5;
const LOGS_BUDGET = 20;
const SWEEP_BUDGET = 300;

/** Until now, for the checker. */
const NOW = Number.MAX_SAFE_INTEGER;

/**
 * What happens after a change was published, and on a schedule for all flags: wait for the budget of the propagation,
 * compare every cache with the table, look again where one disagrees, and roll back what still does. In the middle of a
 * release, it goes on to the next share of the services then, until all have the version.
 */
export function propagationCheck(props: PropagationCheckProps): Definition {
  const { checker, rollback, release, announcements, pages } = props;
  const check = (payload: Readonly<Record<string, unknown>>, path: string, budget: number, next: string): State => ({
    ...invoke(checker, payload, budget),
    ResultPath: path,
    Next: next,
  });
  const one = { operation: "check", "flag_id.$": "$.flag_id", "version.$": "$.version" };
  const agreed = (next: { readonly inconsistent: string; readonly lagging: string }): State => ({
    Type: "Choice",
    Choices: Object.entries(next).map(([outcome, Next]) => ({
      Variable: "$.check.result.outcome",
      StringEquals: outcome,
      Next,
    })),
    Default: "GoesToAll",
  });
  const stragglers = STRAGGLERS.map((seconds, index): Record<string, State> => {
    const last = index === STRAGGLERS.length - 1;
    return {
      [`WaitForStragglers${index + 1}`]: { Type: "Wait", Seconds: seconds, Next: `CheckStragglers${index + 1}` },
      [`CheckStragglers${index + 1}`]: check(one, "$.check", CHECK_BUDGET, `StragglersLeft${index + 1}`),
      [`StragglersLeft${index + 1}`]: agreed({
        inconsistent: "SecondLook",
        lagging: last ? "Rollback" : `WaitForStragglers${index + 2}`,
      }),
    };
  });
  return {
    Comment: "Compares the caches of all services with the flags table, and rolls back what they disagree about",
    TimeoutSeconds: props.executionSeconds,
    StartAt: "ChangeOrSweep",
    States: {
      ChangeOrSweep: {
        Type: "Choice",
        Choices: [{ Variable: "$.operation", IsPresent: true, Next: "Sweep" }],
        Default: "WaitForPropagation",
      },
      WaitForPropagation: { Type: "Wait", Seconds: PROPAGATION_BUDGET, Next: "Check" },
      Check: check(one, "$.check", CHECK_BUDGET, "Agreed"),
      Agreed: agreed({ inconsistent: "SecondLook", lagging: "WaitForStragglers1" }),
      ...Object.assign({}, ...stragglers),
      SecondLook: { Type: "Wait", Seconds: SECOND_LOOK_AFTER, Next: "CheckAgain" },
      CheckAgain: check(one, "$.check", CHECK_BUDGET, "StillDisagreed"),
      StillDisagreed: agreed({ inconsistent: "Rollback", lagging: "WaitForStragglers1" }),
      ...rollbackStates({
        prefix: "",
        payload: {
          "flag_id.$": "$.check.result.flag_id",
          "version.$": "$.check.result.version",
          "disagreements.$": "$.check.result.disagreements",
          "disagreeing.$": "$.check.result.disagreeing",
          "services.$": "$.check.result.services",
        },
        rollback,
        announcements,
        after: { Next: "ScanLogs" },
        helpless: (name, error, cause) => ({ [name]: { Type: "Fail", Error: error, Cause: cause } }),
      }),
      // The checker names the share where it is not all services. What was superseded has no share.
      GoesToAll: {
        Type: "Choice",
        Choices: [{ Variable: "$.check.result.share", IsPresent: true, Next: "Bake" }],
        Default: "Done",
      },
      ...releaseStates({ release, rollback, announcements, lookSeconds: props.releaseLookSeconds }),
      // Evidence for whoever reads the execution: what the functions logged since the change was decided.
      ScanLogs: {
        ...invoke(
          checker,
          { operation: "logs", "flag_id.$": "$.flag_id", "from.$": "$.validated_at", to: NOW },
          LOGS_BUDGET,
        ),
        ResultPath: "$.logs",
        Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.logs", Next: "Done" }],
        Next: "Done",
      },
      Sweep: check({ operation: "sweep" }, "$.sweep", SWEEP_BUDGET, "RollbackEach"),
      RollbackEach: {
        Type: "Map",
        ItemsPath: "$.sweep.result.inconsistent",
        MaxConcurrency: 5,
        ItemProcessor: {
          ProcessorConfig: { Mode: "INLINE" },
          StartAt: "SweepRollback",
          States: rollbackStates({
            prefix: "Sweep",
            payload: {
              "flag_id.$": "$.flag_id",
              "version.$": "$.version",
              "disagreements.$": "$.disagreements",
              "disagreeing.$": "$.disagreeing",
              "services.$": "$.services",
            },
            rollback,
            announcements,
            after: { End: true },
            // One flag that cannot be mended must not keep the others from it: somebody is told, and the sweep goes on.
            helpless: (name, error) => ({ [name]: page(pages, error, "SweepNothingToRollBack") }),
          }),
        },
        ResultPath: null,
        Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: "Failed" }],
        Next: "ReleaseEach",
      },
      ReleaseEach: releaseEach({ release, rollback, announcements, pages }),
      Failed: {
        Type: "Fail",
        Error: "CheckFailed",
        Cause:
          "The caches could not be compared with the table, or a rollback failed. The execution's history says why.",
      },
      Done: { Type: "Succeed" },
    },
  };
}
