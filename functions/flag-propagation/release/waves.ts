import { EVERY_SERVICE } from "./share";

/** Shares of the services that a version goes to before it goes to all of them, in percent, rising. */
export type Waves = readonly number[];

/**
 * @param value what RELEASE_WAVES holds
 * @throws Error for what is no JSON list of whole numbers from 1 to 99 that rise.
 */
export function readWaves(value: string): Waves {
  const waves = parsed(value);
  if (Array.isArray(waves) && waves.every((wave, index) => isShare(wave) && (index === 0 || wave > waves[index - 1]))) {
    return waves;
  }
  throw new Error(
    `RELEASE_WAVES is '${value}'. Set it to a JSON list of whole numbers from 1 to 99 that rise, such as [5,25], or to [] for none.`,
  );
}

/** The share that follows one, 0 for none: the next wave, or all services. */
export function nextShare(waves: Waves, share: number): number {
  return waves.find((wave) => wave > share) ?? EVERY_SERVICE;
}

function isShare(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 1 && Number(value) < EVERY_SERVICE;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
