import type { Random } from "../random";
import type { Latency } from "./times";

// Taken once: where tests run, each look at a global costs more than the arithmetic.
const { cos, exp, log, PI, sqrt } = Math;

/** Standard deviations from the median to the 99th percentile of a normal distribution. */
const NORMAL_P99 = 2.326_347_874;

/** A way to draw times. */
export class LatencyDraw {
  constructor(private readonly random: Random) {}

  /** @returns milliseconds */
  of({ median, p99 }: Latency): number {
    return median === 0 ? 0 : median * exp(sigma({ median, p99 }) * this.normal());
  }

  /** @returns milliseconds to the next of events that come at random, so many a second */
  untilNext(rate: number): number {
    return (-log(1 - this.random.next()) * 1000) / rate;
  }

  /** Box and Muller's transform. */
  private normal(): number {
    return sqrt(-2 * log(1 - this.random.next())) * cos(2 * PI * this.random.next());
  }
}

/** The mean of a latency: above its median, since the slow ones are very slow. Milliseconds. */
export function mean(latency: Latency): number {
  return latency.median === 0 ? 0 : latency.median * exp(sigma(latency) ** 2 / 2);
}

/** @returns the latency that one of a thousand, say, stays under: `normal` standard deviations above the median */
export function quantile(latency: Latency, normal: number): number {
  return latency.median * exp(sigma(latency) * normal);
}

function sigma({ median, p99 }: Latency): number {
  return log(p99 / median) / NORMAL_P99;
}
