/**
 * A value that is read anew when it is used and the last reading is too old. What throws is not kept.
 *
 * @param forMs how old it may be, in milliseconds
 * @param now milliseconds since 1970
 */
export function kept<Value>(forMs: number, now: () => number, read: () => Promise<Value>): () => Promise<Value> {
  let last: { readonly value: Value; readonly at: number } | undefined;
  return async () => {
    const at = now();
    // A clock that was set back must not make it last.
    if (last === undefined || at < last.at || at - last.at >= forMs) last = { value: await read(), at };
    return last.value;
  };
}
