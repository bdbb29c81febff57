/** Terraform takes this many at most. */
const MOST = 1_000;

/**
 * @param value what SERVICE_COUNT holds
 * @throws Error for what is no whole number from 1 to 1000.
 */
export function serviceCount(value: string): number {
  const count = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (count >= 1 && count <= MOST) return count;
  throw new Error(`SERVICE_COUNT is '${value}'. Set it to the number of services, a whole number from 1 to ${MOST}.`);
}
