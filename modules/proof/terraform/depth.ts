/** Enough for any configuration that people write; far less than the call stack holds. */
const DEEPEST = 200;

/** Counts how deep values lie in one another and references lead to one another. */
export class Depth {
  private current = 0;

  /** @returns what `read` gives, or what `tooDeep` gives where going deeper might exhaust the call stack. */
  within<T>(read: () => T, tooDeep: () => T): T {
    if (this.current >= DEEPEST) {
      return tooDeep();
    }
    this.current += 1;
    try {
      return read();
    } finally {
      this.current -= 1;
    }
  }
}
