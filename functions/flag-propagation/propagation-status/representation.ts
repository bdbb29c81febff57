import * as z from "zod";
import type { Verdict } from "../flag/verdict";
import { RULES } from "../rules/rules";

const milliseconds = z.int().positive().meta({ description: "Milliseconds since 1970." });

const brokenRule = z.object({ id: z.string(), sentence: z.string() });

export const verdictDocument = z
  .object({
    valid: z.boolean(),
    broken: z.array(brokenRule).meta({ description: "Critical rules: the version is not propagated." }),
    advisories: z.array(brokenRule).meta({ description: "Rules that hold nothing up." }),
    validated_at: milliseconds,
    published_at: milliseconds.optional(),
  })
  .meta({ description: "What the validator decided." });

const duration = z.int().nonnegative();

export const spreadDocument = z.object({ p50_ms: duration, p99_ms: duration, max_ms: duration });

const hop = (description: string) => spreadDocument.meta({ description });

export const hopsDocument = z.object({
  stream: hop("From the write to the validator."),
  validation: hop("From the validator's receipt to its decision."),
  publish: hop("From the decision until the topic had it: one figure for all services."),
  queue: hop("From the call of the topic to the service's queue."),
  cache: hop("From the queue to the cache."),
  fan_out: hop("From the call of the topic to the cache: queue and cache together."),
  total: hop("From the write to the cache."),
});

export const propagationDocument = z
  .object({
    flag_id: z.string(),
    version: z.int().positive().meta({ description: "The current version, which may be one that says it is deleted." }),
    written_at: milliseconds.nullable(),
    verdict: verdictDocument.nullable().meta({ description: "On the current version; null until there is one." }),
    target_version: z
      .int()
      .positive()
      .nullable()
      .meta({ description: "The newest version that was published, which all services come to; null for none." }),
    release: z.object({ share: z.int().positive(), next_share: z.int().positive() }).optional().meta({
      description:
        "While target_version is released in waves: the share of the services that it was published to, and the one that follows, in percent. Absent where all have got it.",
    }),
    services: z.object({
      total: z.int().meta({
        description: "Services that take this flag, and that target_version was published to; by default all.",
      }),
      converged: z.int(),
      lagging: z.array(
        z
          .object({ service: z.string(), version: z.int().positive().nullable() })
          .meta({ description: "null for none." }),
      ),
    }),
    slowest_ms: z
      .int()
      .nullable()
      .meta({ description: "From the write to the last service's cache, in milliseconds; null while one lags." }),
    hops: hopsDocument.nullable().meta({
      description:
        "How long each stage of target_version's way took, in whole milliseconds: percentiles by nearest rank over " +
        "the services that have exactly this version; null while none does.",
    }),
  })
  .meta({ description: "How far a flag has come." });

const sentences: ReadonlyMap<string, string> = new Map(RULES.map(({ id, sentence }) => [id, sentence]));

/** A rule may be gone since the verdict: its id is kept, its sentence is not. */
function brokenRules(ids: readonly string[]): z.infer<typeof brokenRule>[] {
  return ids.map((id) => ({ id, sentence: sentences.get(id) ?? "This rule is no longer there." }));
}

export function representVerdict(verdict: Verdict): z.infer<typeof verdictDocument> {
  const { valid, broken, advisories, validated_at, published_at } = verdict;
  return {
    valid,
    broken: brokenRules(broken),
    advisories: brokenRules(advisories),
    validated_at,
    ...(published_at !== undefined && { published_at }),
  };
}
