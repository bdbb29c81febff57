import type { Emulator } from "../emulator";

/** What a journey may use: everything else it takes from the stack's outputs. */
export interface JourneyContext {
  readonly emulator: Emulator;
  /** Value of the stack's output of this name. */
  output(name: string): string;
  /** Why this machine does without a service of the system, by the service's name. @default it has all */
  readonly unavailable?: ReadonlyMap<string, string>;
  readonly signal: AbortSignal;
}

/** What came out of a step that knows better how long it took than the clock around it. */
export interface Measured {
  /** In a few words. */
  readonly outcome: string;
  readonly latencyMs: number;
}

/** One step of what is sent through a system; it throws when the system does not do what it should. */
export interface Step {
  /** What happens, such as `POST /items`. */
  readonly name: string;
  readonly budgetMs: number;
  /**
   * @param detail shows how far a long step has come
   * @returns what came out, in a few words
   */
  run(detail: (text: string) => void): Promise<string | Measured>;
}

export interface StepResult {
  readonly system: string;
  readonly step: string;
  readonly budgetMs: number;
  /** Undefined where the step was not run, because one before it failed. */
  readonly latencyMs: number | undefined;
  readonly passed: boolean;
  readonly outcome: string;
}

/** Takes the steps one after another; after a failed one the rest is not run. */
export async function travel(
  system: string,
  steps: readonly Step[],
  signal: AbortSignal,
  detail: (text: string) => void = () => undefined,
): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const step of steps) {
    signal.throwIfAborted();
    const failedBefore = results.some(({ passed }) => !passed);
    results.push(failedBefore ? notRun(system, step) : await timed(system, step, detail));
  }
  signal.throwIfAborted();
  return results;
}

async function timed(system: string, step: Step, detail: (text: string) => void): Promise<StepResult> {
  const start = performance.now();
  const came = await step.run(detail).then(
    (result) => ({ ...(typeof result === "string" ? { outcome: result } : result), passed: true }),
    (error: Error) => ({ outcome: `failed: ${error.message}`, passed: false }),
  );
  const latencyMs = "latencyMs" in came ? came.latencyMs : performance.now() - start;
  const late = came.passed && latencyMs > step.budgetMs;
  return {
    system,
    step: step.name,
    budgetMs: step.budgetMs,
    latencyMs,
    passed: came.passed && !late,
    outcome: late ? `over budget: ${came.outcome}` : came.outcome,
  };
}

function notRun(system: string, { name, budgetMs }: Step): StepResult {
  return { system, step: name, budgetMs, latencyMs: undefined, passed: false, outcome: "not run" };
}
