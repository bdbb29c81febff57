/**
 * Does something for each of many, a few at a time; the results are in their order.
 *
 * @param atOnce how many at a time
 */
export async function eachAtOnce<Item, Result>(
  items: readonly Item[],
  action: (item: Item) => Promise<Result>,
  atOnce = 16,
): Promise<Result[]> {
  const results: Result[] = [];
  const left = items.entries();
  const worker = async () => {
    for (const [index, item] of left) results[index] = await action(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}
