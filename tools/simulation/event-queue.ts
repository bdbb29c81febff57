/** Events by time; those of one time in the order in which they were added. */
export class EventQueue<Event> {
  private readonly heap: { readonly at: number; readonly order: number; readonly event: Event }[] = [];
  private added = 0;

  add(at: number, event: Event): void {
    const { heap } = this;
    const entry = { at, order: this.added++, event };
    let place = heap.length;
    heap.push(entry);
    for (let parent = (place - 1) >> 1; place > 0; parent = (place - 1) >> 1) {
      const above = heap[parent];
      if (above === undefined || isBefore(above, entry)) break;
      heap[place] = above;
      place = parent;
    }
    heap[place] = entry;
  }

  /** @returns the next event and its time; undefined when there is none */
  take(): { readonly at: number; readonly event: Event } | undefined {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      const left = heap[child];
      const right = heap[child + 1];
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

interface Ordered {
  readonly at: number;
  readonly order: number;
}

function isBefore(one: Ordered, other: Ordered): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}
