/**
 * Starts a Go program that works once and ends, such as esbuild, without Go's garbage collector, as esbuild's own
 * command line does: a third faster for a sixth more memory. What is started later has its collector again.
 */
export function withoutGarbageCollection<Result>(start: () => Result): Result {
  const before = process.env.GOGC;
  process.env.GOGC = "off";
  try {
    return start();
  } finally {
    if (before === undefined) delete process.env.GOGC;
    else process.env.GOGC = before;
  }
}
