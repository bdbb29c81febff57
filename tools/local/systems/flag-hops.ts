import type { Propagation } from "../../flag/answers";
import type { Measured } from "./journey";

/** What a change may take, stage by stage. */
export const HOPS = [
  { hop: "stream", name: "table's stream → validator", budgetMs: 500 },
  { hop: "validation", name: "validator: 234 rules", budgetMs: 2_000 },
  { hop: "publish", name: "validator → topic", budgetMs: 1_000 },
  { hop: "fan_out", name: "topic → queues → all caches", budgetMs: 3_000 },
] as const;

type MeasuredHop = (typeof HOPS)[number]["hop"];

/**
 * How long a stage took: over all services where the API tells it, else from the times of the verdict and of the last
 * cache, which bound it.
 *
 * @param propagation of a version that is in every cache
 */
export function hopTime(propagation: Propagation, hop: MeasuredHop): Measured {
  const spread = propagation.hops?.[hop];
  if (spread) {
    const { p50_ms, p99_ms, max_ms } = spread;
    return { outcome: `p50 ${p50_ms} ms, p99 ${p99_ms} ms, max ${max_ms} ms`, latencyMs: max_ms };
  }
  const { written_at, verdict, slowest_ms } = propagation;
  if (typeof written_at !== "number" || verdict?.published_at === undefined || slowest_ms === null) {
    throw new Error("the API does not tell when it was");
  }
  const { validated_at, published_at } = verdict;
  switch (hop) {
    case "stream":
      return { outcome: "at most, validation included", latencyMs: validated_at - written_at };
    case "validation":
      return { outcome: "at most, the stream included", latencyMs: validated_at - written_at };
    case "publish":
      return { outcome: "from the verdict to the topic", latencyMs: published_at - validated_at };
    case "fan_out":
      return { outcome: "max", latencyMs: slowest_ms - (published_at - written_at) };
  }
}
