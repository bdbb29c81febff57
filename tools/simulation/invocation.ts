import type { World } from "./world";

/** How an invocation ended. */
export type Ending<Result> =
  | { readonly kind: "returned"; readonly result: Result }
  | { readonly kind: "failed"; readonly error: unknown };

/** A failure that may be gone the next time, as AWS's clients and the Redis client name it. */
export class TransientFailure extends Error {
  override readonly name = "TimeoutError";
}

/** Milliseconds. */
const SKEWS = [0, 0, 0, 250, -400];

/**
 * One run of a function. It may end at any call: it is then never woken again, while calls that it has sent may still
 * have their effect, even after the next run has begun.
 */
export class Invocation {
  private alive = true;
  /** How far the clock of the function's machine is off, in milliseconds. */
  private readonly skew: number;

  private constructor(
    private readonly world: World,
    readonly name: string,
    private readonly ended: (ending: Ending<never>) => void,
  ) {
    this.skew = world.random.pick(SKEWS);
  }

  /** What the clock of the function's machine says. Milliseconds since 1970. */
  now(): number {
    return Math.floor(this.world.now + this.skew);
  }

  /**
   * @param timeout milliseconds after which the run is ended
   * @param onEnd is called once, when the run returned, threw, crashed or ran out of time
   */
  static start<Result>(
    world: World,
    { name, timeout }: { readonly name: string; readonly timeout: number },
    handler: (invocation: Invocation) => Promise<Result>,
    onEnd: (ending: Ending<Result>) => void,
  ): void {
    const invocation = new Invocation(world, name, onEnd);
    world.say(() => `${name} starts`);
    const end = (ending: Ending<Result>) => {
      if (!invocation.alive) return;
      invocation.alive = false;
      world.say(() => `${name} ${ending.kind === "returned" ? "returns" : `throws ${String(ending.error)}`}`);
      onEnd(ending);
    };
    handler(invocation).then(
      (result) => end({ kind: "returned", result }),
      (error: unknown) => end({ kind: "failed", error }),
    );
    world.scheduler.wake();
    if (world.faults.on.stuck > 0) world.after(timeout, () => invocation.kill("ran out of time"));
  }

  /** Calls a service: the effect comes after a while, and the answer a while later, if at all. */
  call<Answer>(what: string, usual: number, effect: () => Answer): Promise<Answer> {
    const { world } = this;
    const { random } = world;
    const { refused, lost, crash, stuck } = world.faults.on;
    const there = random.delay(usual);
    const back = random.delay(usual / 4);
    const fate = random.next();
    return new Promise((resolve, reject) => {
      const answerAfter = (delay: number, answer: () => void) =>
        world.after(delay, () => {
          if (!this.alive) return;
          answer();
          world.scheduler.wake();
        });
      if (fate < refused) {
        world.say(() => `${this.name} ${what}: will be refused`);
        answerAfter(there, () => reject(new TransientFailure(`${what} was refused.`)));
        return;
      }
      const crashes = fate < refused + crash;
      if (crashes && random.chance(0.5)) {
        this.kill(`crashed before ${what}`);
        return;
      }
      world.after(there, () => {
        let answer: Answer;
        try {
          answer = effect();
          world.say(() => `${this.name} ${what}${this.alive ? "" : " (after its end)"}`);
        } catch (error) {
          world.say(() => `${this.name} ${what}: ${String(error)}`);
          answerAfter(back, () => reject(error));
          return;
        }
        if (crashes) this.kill(`crashed after ${what}`);
        else if (fate < refused + crash + lost) {
          world.say(() => `${this.name} ${what}: the answer will be lost`);
          answerAfter(back, () => reject(new TransientFailure(`The answer to ${what} was lost.`)));
        } else answerAfter(fate < refused + crash + lost + stuck ? 120_000 : back, () => resolve(answer));
      });
    });
  }

  /** Waits; a run that ended meanwhile is never woken. */
  sleep(milliseconds: number): Promise<void> {
    const { world } = this;
    return new Promise((resolve) => {
      world.after(milliseconds, () => {
        if (!this.alive) return;
        resolve();
        world.scheduler.wake();
      });
    });
  }

  private kill(reason: string): void {
    if (!this.alive) return;
    this.alive = false;
    this.world.say(() => `${this.name} ${reason}`);
    const error = new Error(reason);
    this.world.after(1, () => this.ended({ kind: "failed", error }));
  }
}
