import type { TaskState } from "../../constructs/asl";

/** Tells a topic what is at a path, as JSON. */
export function publish(topic: string, message: string) {
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
export function invoke(
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
