import type { Definition, State, TaskState } from "../../../modules/constructs/asl";
import type { World } from "../world";
import { at, filled, find, StateRuntimeError, withResult } from "./json-path";

/** Calls a service for a task. What it throws is named after the error. */
export type Service = (parameters: Readonly<Record<string, unknown>>) => Promise<unknown>;

export type ExecutionEnding =
  | { readonly kind: "succeeded" }
  | { readonly kind: "failed"; readonly error: string }
  /** Somebody, or a fault, ended it midway. */
  | { readonly kind: "killed" };

interface Options {
  readonly name: string;
  readonly definition: Definition;
  readonly input: unknown;
  /** By the task's `Resource`. */
  readonly services: Readonly<Record<string, Service>>;
  /** Is called once. */
  readonly onEnd: (ending: ExecutionEnding) => void;
}

/** An error as states see it. */
class StateFailure extends Error {
  constructor(
    override readonly name: string,
    message: string,
  ) {
    super(message);
  }
}

/** Whatever belongs together and stops together: an execution, and each iteration of a Map in it. */
class Scope {
  private stopped = false;

  constructor(private readonly parent?: Scope) {}

  get alive(): boolean {
    return !this.stopped && (this.parent?.alive ?? true);
  }

  stop(): void {
    this.stopped = true;
  }
}

/** One execution of a state machine's definition, in virtual time, with the types of states that the systems use. */
export class Execution {
  private readonly scope = new Scope();

  private constructor(
    private readonly world: World,
    private readonly options: Options,
  ) {}

  static start(world: World, options: Options): Execution {
    const execution = new Execution(world, options);
    world.say(() => `${options.name} starts with ${JSON.stringify(options.input)}`);
    execution.run(options.definition, options.input, execution.scope).then(
      () => execution.end({ kind: "succeeded" }),
      (error: unknown) => execution.end({ kind: "failed", error: failureOf(error).name }),
    );
    world.scheduler.wake();
    return execution;
  }

  kill(): void {
    this.end({ kind: "killed" });
  }

  private end(ending: ExecutionEnding): void {
    if (!this.scope.alive) return;
    this.scope.stop();
    this.world.say(
      () => `${this.options.name} ${ending.kind === "failed" ? `fails with ${ending.error}` : `has ${ending.kind}`}`,
    );
    this.options.onEnd(ending);
    this.world.scheduler.wake();
  }

  private async run(definition: Definition, input: unknown, scope: Scope): Promise<unknown> {
    let name: string | undefined = definition.StartAt;
    let data = input;
    while (name !== undefined) {
      const state: State | undefined = definition.States[name];
      if (state === undefined) throw new StateRuntimeError(`There is no state '${name}'.`);
      const step: Step = await this.step(state, data, scope);
      data = step.data;
      name = step.next;
    }
    return data;
  }

  private async step(state: State, data: unknown, scope: Scope): Promise<Step> {
    switch (state.Type) {
      case "Succeed":
        return { data, next: undefined };
      case "Fail":
        throw new StateFailure(state.Error, state.Cause);
      case "Choice":
        return { data, next: state.Choices.find((choice) => holds(choice, data))?.Next ?? state.Default };
      case "Wait":
        await this.sleep(state.Seconds, scope);
        return { data, next: nextOf(state) };
      case "Task":
        return this.caught(state, data, async () =>
          withResult(state.ResultPath, data, selected(state, await this.tried(state, data, scope))),
        );
      case "Map":
        return this.caught(state, data, async () => {
          await this.iterations(state, data, scope);
          return data;
        });
    }
  }

  private async caught(
    state: Extract<State, { readonly Catch: unknown }>,
    data: unknown,
    run: () => Promise<unknown>,
  ): Promise<Step> {
    try {
      return { data: await run(), next: nextOf(state) };
    } catch (error) {
      const failure = failureOf(error);
      const catcher = state.Catch.find(({ ErrorEquals }) => matches(ErrorEquals, failure));
      if (catcher === undefined) throw failure;
      const told = { Error: failure.name, Cause: failure.message };
      return { data: withResult(catcher.ResultPath, data, told), next: catcher.Next };
    }
  }

  private async tried(state: TaskState, data: unknown, scope: Scope): Promise<unknown> {
    const retries = state.Retry.map(() => 0);
    const parameters = filled(state.Parameters, data) as Readonly<Record<string, unknown>>;
    for (;;) {
      try {
        return await this.withinTime(state, parameters, scope);
      } catch (error) {
        const failure = failureOf(error);
        const index = state.Retry.findIndex(({ ErrorEquals }) => matches(ErrorEquals, failure));
        const retrier = state.Retry[index];
        const retried = retries[index] ?? 0;
        if (retrier === undefined || retried >= retrier.MaxAttempts) throw failure;
        retries[index] = retried + 1;
        this.world.say(() => `${this.options.name} tries again after ${failure.name}`);
        await this.sleep(retrier.IntervalSeconds * retrier.BackoffRate ** retried, scope);
      }
    }
  }

  /** What takes too long goes on by itself; only its answer is not waited for. */
  private withinTime(state: TaskState, parameters: Readonly<Record<string, unknown>>, scope: Scope): Promise<unknown> {
    const { world } = this;
    const service = this.options.services[state.Resource];
    if (service === undefined) throw new StateRuntimeError(`'${state.Resource}' is no service of the simulation.`);
    return new Promise((resolve, reject) => {
      let open = true;
      const settle = (how: () => void) => {
        // Of an execution that has ended, nothing ever goes on.
        if (!open || !scope.alive) return;
        open = false;
        how();
        world.scheduler.wake();
      };
      world.after(state.TimeoutSeconds * 1_000, () =>
        settle(() => reject(new StateFailure("States.Timeout", `Not done in ${state.TimeoutSeconds} s.`))),
      );
      service(parameters).then(
        (result) => settle(() => resolve(result)),
        (error: unknown) => settle(() => reject(error)),
      );
    });
  }

  /** One that fails stops all the others, and those that have not begun. */
  private async iterations(state: Extract<State, { Type: "Map" }>, data: unknown, scope: Scope): Promise<void> {
    const items = at(state.ItemsPath, data);
    if (!Array.isArray(items)) throw new StateRuntimeError(`'${state.ItemsPath}' is no list.`);
    const inner = new Scope(scope);
    const waiting: unknown[] = [...items];
    const worker = async () => {
      while (waiting.length > 0 && inner.alive) await this.run(state.ItemProcessor, waiting.shift(), inner);
    };
    try {
      await Promise.all(Array.from({ length: Math.min(state.MaxConcurrency, items.length) }, worker));
    } finally {
      inner.stop();
    }
  }

  private sleep(seconds: number, scope: Scope): Promise<void> {
    const { world } = this;
    return new Promise((resolve) => {
      world.after(seconds * 1_000, () => {
        if (!scope.alive) return;
        resolve();
        world.scheduler.wake();
      });
    });
  }
}

interface Step {
  readonly data: unknown;
  /** Undefined at an end. */
  readonly next: string | undefined;
}

function nextOf(state: { readonly Next: string } | { readonly End: true }): string | undefined {
  return "Next" in state ? state.Next : undefined;
}

function selected({ ResultSelector }: TaskState, result: unknown): unknown {
  return ResultSelector === undefined ? result : filled(ResultSelector, result);
}

function holds(choice: { readonly Variable: string } & Readonly<Record<string, unknown>>, data: unknown): boolean {
  const { Variable, IsPresent, StringEquals } = choice;
  if (IsPresent !== undefined) return (find(Variable, data) !== undefined) === IsPresent;
  if (StringEquals !== undefined) return at(Variable, data) === StringEquals;
  throw new StateRuntimeError(`The simulation does not know the choice ${JSON.stringify(choice)}.`);
}

function matches(errors: readonly string[], { name }: Error): boolean {
  return errors.includes(name) || (errors.includes("States.ALL") && name !== "States.Runtime");
}

function failureOf(error: unknown): Error {
  return error instanceof Error ? error : new StateFailure("Error", String(error));
}
