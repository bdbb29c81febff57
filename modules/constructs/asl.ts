/*
 * Amazon States Language, as far as the systems use it (https://states-language.net/spec.html). Paths are JSONPath.
 */

interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds: number;
  readonly MaxAttempts: number;
  readonly BackoffRate: number;
}

interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
  readonly ResultPath?: string;
}

type Then = { readonly Next: string } | { readonly End: true };

export type TaskState = {
  readonly Type: "Task";
  readonly Comment?: string;
  readonly Resource: string;
  readonly Parameters: Readonly<Record<string, unknown>>;
  readonly ResultSelector?: Readonly<Record<string, unknown>>;
  readonly ResultPath?: string | null;
  readonly TimeoutSeconds: number;
  readonly Retry: readonly Retrier[];
  readonly Catch: readonly Catcher[];
} & Then;

type WaitState = { readonly Type: "Wait"; readonly Comment?: string; readonly Seconds: number } & Then;

interface ChoiceState {
  readonly Type: "Choice";
  readonly Comment?: string;
  readonly Choices: readonly ({ readonly Variable: string; readonly Next: string } & Readonly<
    Record<string, unknown>
  >)[];
  readonly Default: string;
}

type MapState = {
  readonly Type: "Map";
  readonly Comment?: string;
  readonly ItemsPath: string;
  readonly MaxConcurrency: number;
  readonly ItemProcessor: Definition & { readonly ProcessorConfig: { readonly Mode: "INLINE" } };
  readonly ResultPath: null;
  readonly Catch: readonly Catcher[];
} & Then;

interface FailState {
  readonly Type: "Fail";
  readonly Error: string;
  readonly Cause: string;
}

interface SucceedState {
  readonly Type: "Succeed";
}

export type State = TaskState | WaitState | ChoiceState | MapState | FailState | SucceedState;

export interface Definition {
  readonly Comment?: string;
  /** Of the whole execution. */
  readonly TimeoutSeconds?: number;
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}
