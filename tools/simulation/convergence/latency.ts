import type { Random } from "../random";
import type { Latency } from "./times";

/** Standard deviations from the median to the 99th percentile of a normal distribution. */
const NORMAL_P99 = 2.326_347_874;

/** A way to draw times. */
export class LatencyDraw {
  constructor(private readonly random: Random) {}

  /** @returns milliseconds */
  of({ median, p99 }: Latency): number {
    return median === 0 ? 0 : median * Math.exp(sigma({ median, p99 }) * this.normal());
  }

  /** @returns milliseconds to the next of events that come at random, so many a second */
  untilNext(rate: number): number {
    return (-Math.log(1 - this.random.next()) * 1000) / rate;
  }

  /** Box and Muller's transform. */
  private normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.random.next())) * Math.cos(2 * Math.PI * this.random.next());
  }
}

/** The mean of a latency: above its median, since the slow ones are very slow. Milliseconds. */
export function mean(latency: Latency): number {
  return latency.median === 0 ? 0 : latency.median * Math.exp(sigma(latency) ** 2 / 2);
}

/** @returns the latency that one of a thousand, say, stays under: `normal` standard deviations above the median */
export function quantile(latency: Latency, normal: number): number {
  return latency.median * Math.exp(sigma(latency) * normal);
}

function sigma({ median, p99 }: Latency): number {
  return Math.log(p99 / median) / NORMAL_P99;
}
