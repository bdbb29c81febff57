/** As long as Terraform takes it. */
const LONGEST = 1_440;

/**
 * @param value what RELEASE_BAKE_MINUTES holds
 * @returns how long a share has a version before the next one gets it, in milliseconds
 * @throws Error for what is no whole number from 1 to 1440.
 */
export function bakeMilliseconds(value: string): number {
  const minutes = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (minutes >= 1 && minutes <= LONGEST) return minutes * 60_000;
  throw new Error(`RELEASE_BAKE_MINUTES is '${value}'. Set it to a whole number from 1 to ${LONGEST}.`);
}
