/**
 * A value that is made on first use and kept from then on. What throws is tried again on the next use.
 *
 * @example const sns = lazy(() => new SNSClient(clientOptions));
 */
export function lazy<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
