/**
 * What became of each thing that was sent: undefined for what is durable, or the error that kept it from being so. It
 * never throws: where nothing is known of them, none is durable.
 */
export async function outcomesOf(
  count: number,
  send: () => Promise<readonly (Error | undefined)[]>,
): Promise<readonly unknown[]> {
  try {
    const outcomes = await send();
    if (outcomes.length === count) return outcomes;
    throw new Error(`Expected ${count} outcomes, got ${outcomes.length}.`);
  } catch (error) {
    return Array.from({ length: count }, () => error);
  }
}
