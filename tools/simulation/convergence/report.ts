import { type Load, type Utilisation, utilisations } from "./deployment";
import { type Prediction, predict } from "./predict";
import { MOST_SERVICES_A_REGION } from "./times";

const RATES = [1, 100, 10_000];
const SEED = 5;
/** Messages that are worth a prediction: more say the same. */
const MESSAGES = 150_000;

/** A load with what becomes of it. */
export interface Forecast {
  readonly load: Load;
  /** The fullest part. */
  readonly bottleneck: Utilisation;
  readonly utilisations: readonly Utilisation[];
  /** Absent where a part would need more than it has: there is no time to converge then. */
  readonly prediction?: Prediction;
}

/** The loads that are asked about: one region as long as it has the queues, then as many as that takes. */
export function loads(): readonly Load[] {
  const sizes = [
    { services: 156, regions: 1 },
    { services: 1_000, regions: 1 },
    { services: 10_000, regions: 1 },
    { services: 10_000, regions: 10_000 / MOST_SERVICES_A_REGION },
  ];
  return sizes.flatMap((size) => RATES.map((rate) => ({ ...size, rate })));
}

export function forecast(load: Load): Forecast {
  const shares = utilisations(load);
  const bottleneck = shares.reduce((fullest, part) => (part.share > fullest.share ? part : fullest));
  const changes = Math.max(100, Math.min(1_000, Math.floor(MESSAGES / load.services)));
  return {
    load,
    bottleneck,
    utilisations: shares,
    ...(bottleneck.share < 1 && { prediction: predict(load, { changes, seed: SEED }) }),
  };
}

export function nameOf({ services, regions }: Load): string {
  const count = services.toLocaleString("en-US");
  return regions === 1 ? `${count} services` : `${count} services in ${regions} regions`;
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}
