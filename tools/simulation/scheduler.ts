/** What happens at a moment of virtual time. */
interface Event {
  readonly at: number;
  /** Of two events at one moment the one that was scheduled first comes first. */
  readonly order: number;
  readonly happen: () => void;
}

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
  private scheduled = 0;
  private woken = false;
  /** A binary heap, the next event first. */
  private readonly heap: Event[] = [];

  /** @param delay milliseconds from now */
  after(delay: number, happen: () => void): void {
    this.push({ at: this.now + Math.max(0, delay), order: this.scheduled++, happen });
  }

  /** Says that the event gave handlers something to go on with. */
  wake(): void {
    this.woken = true;
  }

  /**
   * Lets events happen until none is left, or until `until` says so.
   *
   * @param most events at most, so that what never ends is found too
   * @returns whether it came to an end by itself
   */
  async run(most: number, until: () => boolean = () => false): Promise<boolean> {
    for (let event = this.pop(); event !== undefined; event = this.pop()) {
      this.now = Math.max(this.now, event.at);
      this.steps++;
      event.happen();
      if (this.woken) {
        this.woken = false;
        await microtasksDone();
      }
      if (until()) return true;
      if (this.steps >= most) return false;
    }
    return true;
  }

  private push(event: Event): void {
    const { heap } = this;
    let place = heap.length;
    heap.push(event);
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || isBefore(above, event)) break;
      heap[place] = above;
      place = parent;
    }
    heap[place] = event;
  }

  private pop(): Event | undefined {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      const [left, right] = [heap[child], heap[child + 1]];
      if (left === undefined) break;
      if (right !== undefined && isBefore(right, left)) child++;
      const below = heap[child];
      if (below === undefined || isBefore(last, below)) break;
      heap[place] = below;
      place = child;
    }
    heap[place] = last;
    return first;
  }
}

function isBefore(one: Event, other: Event): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}

/** Node turns to its ticks only once no microtask is left, so a tick that is asked for by a microtask comes after all. */
function microtasksDone(): Promise<void> {
  return new Promise((resolve) => {
    process.nextTick(resolve);
  });
}
