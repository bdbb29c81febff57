import { EventQueue } from "./event-queue";

/** When every history starts. Milliseconds since 1970. */
export const START = Date.UTC(2026, 0, 5, 12);

/**
 * Virtual time. Nothing waits for a clock: the next event happens as soon as all code that the one before it woke has
 * come to its next await of a port, or to its end.
 */
export class Scheduler {
  /** Milliseconds since 1970. */
  now = START;
  /** Events so far. */
  steps = 0;
  private woken = false;
  private readonly events = new EventQueue<() => void>();

  /** @param delay milliseconds from now */
  after(delay: number, happen: () => void): void {
    this.events.add(this.now + Math.max(0, delay), happen);
  }

  /** Says that the event gave handlers something to go on with. */
  wake(): void {
    this.woken = true;
  }

  /**
   * Lets events happen until none is left.
   *
   * @param most events at most, so that what never ends is found too
   * @returns whether it came to an end by itself
   */
  async run(most: number): Promise<boolean> {
    for (let next = this.events.take(); next !== undefined; next = this.events.take()) {
      this.now = next.at;
      this.steps++;
      next.event();
      if (this.woken) {
        this.woken = false;
        await microtasksDone();
      }
      if (this.steps >= most) return false;
    }
    return true;
  }
}

/** Node turns to its ticks only once no microtask is left, so a tick that is asked for by a microtask comes after all. */
function microtasksDone(): Promise<void> {
  return new Promise((resolve) => {
    process.nextTick(resolve);
  });
}
