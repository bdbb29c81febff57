import type { Definition, State, TaskState } from "../../constructs/asl";

export interface PropagationCheckProps {
  /** ARN of the consistency checker's alias. */
  readonly checker: string;
  /** ARN of the rollback's alias. */
  readonly rollback: string;
  /** ARN of the topic where rollbacks are announced. */
  readonly announcements: string;
  /** ARN of the topic that wakes somebody. */
  readonly pages: string;
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
const ROLLBACK_BUDGET = 8;
const SWEEP_BUDGET = 300;
/** Services that are damaged again and again could keep an execution looking for ever; an alarm tells of it. */
const EXECUTION_BUDGET = 1_800;

/** Until now, for the checker. */
const NOW = Number.MAX_SAFE_INTEGER;

/**
 * What happens after a change was published, and on a schedule for all flags: wait for the budget of the propagation,
 * compare every cache with the table, look again where one disagrees, and roll back what still does.
 */
export function propagationCheck({ checker, rollback, announcements, pages }: PropagationCheckProps): Definition {
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
    Default: "Done",
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
    TimeoutSeconds: EXECUTION_BUDGET,
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
            helpless: (name, error) => ({ [name]: page(pages, error) }),
          }),
        },
        ResultPath: null,
        Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: "Failed" }],
        Next: "Done",
      },
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

interface RollbackProps extends Pick<PropagationCheckProps, "rollback" | "announcements"> {
  readonly prefix: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly after: { readonly Next: string } | { readonly End: true };
  /** What is done where nothing helps. */
  readonly helpless: (name: string, error: string, cause: string) => Record<string, State>;
}

/** Roll back and tell it; where it fails, or two in a row did not help, somebody has to look. */
function rollbackStates(props: RollbackProps): Record<string, State> {
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

function page(pages: string, error: string): State {
  return {
    ...publish(pages, "$"),
    Comment: `${error}: somebody has to look`,
    Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: "SweepNothingToRollBack" }],
    End: true,
  };
}

function publish(topic: string, message: string) {
  return {
    Type: "Task",
    Resource: "arn:aws:states:::sns:publish",
    Parameters: { TopicArn: topic, "Message.$": `States.JsonToString(${message})` },
    ResultPath: null,
    TimeoutSeconds: 10,
    Retry: [{ ErrorEquals: ["States.ALL"], IntervalSeconds: 1, MaxAttempts: 5, BackoffRate: 2 }],
  } as const;
}

/** A function's answer is under `result`. Lambda's own faults are tried again quickly, the function's with more patience. */
function invoke(
  alias: string,
  payload: Readonly<Record<string, unknown>>,
  budget: number,
  failed = "Failed",
): Omit<TaskState & { readonly Type: "Task" }, "Next" | "End" | "ResultPath"> {
  return {
    Type: "Task",
    Resource: "arn:aws:states:::lambda:invoke",
    Parameters: { FunctionName: alias, Payload: payload },
    ResultSelector: { "result.$": "$.Payload" },
    TimeoutSeconds: budget,
    Retry: [
      {
        ErrorEquals: ["Lambda.ServiceException", "Lambda.SdkClientException", "Lambda.TooManyRequestsException"],
        IntervalSeconds: 1,
        MaxAttempts: 4,
        BackoffRate: 2,
      },
      { ErrorEquals: ["States.ALL"], IntervalSeconds: 1, MaxAttempts: 2, BackoffRate: 2 },
    ],
    Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: failed }],
  };
}
