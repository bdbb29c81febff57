export async function benchBundle(): Promise<readonly string[]> {
  return [];
}
