import { EXAMPLE_ENVIRONMENT, EXAMPLE_NOW, flag, nextVersion } from "../../functions/flag-propagation/rules/example";
import type { RuleContext } from "../../functions/flag-propagation/rules/subject";

type FlagRecord = Readonly<Record<string, unknown>>;

/** A write of a flag, as the validator gets it. */
export interface FlagWrite {
  readonly record: FlagRecord;
  readonly previous?: FlagRecord;
  readonly context: RuleContext;
}

const LIMITS = { low: { requests: 10, burst: 20 }, high: { requests: 50, burst: 100 } };
const GREETINGS = { plain: "Good day", warm: "Nice to see you", festive: "Happy new year" };
const IN_TWO_COUNTRIES = { in: [{ var: "country" }, ["ch", "li"]] };

/** What teams write: most keep every rule, some break a few. */
const KINDS: readonly ((index: number) => readonly [record: FlagRecord, previous?: FlagRecord])[] = [
  (index) => [flag({ flag_id: `checkout-payment-form-${index}` })],
  (index) => [nextVersion({ reason: `Widen the trial to the shops of region ${index}.` }), flag()],
  () => [nextVersion({ targeting: undefined, state: "DISABLED" }), flag()],
  () => [flag({ variants: LIMITS, defaultVariant: "low", targeting: { if: [IN_TWO_COUNTRIES, "high"] } })],
  () => [
    flag({ variants: GREETINGS, defaultVariant: "plain", targeting: { if: [IN_TWO_COUNTRIES, "warm", "festive"] } }),
  ],
  () => [flag({ dependencies: [{ flag_id: "basket-totals", variant: "on" }] })],
  () => [flag({ kind: "operational", tags: [], schedule: undefined })],
  () => [nextVersion({ reason: "fix", defaultVariant: "blue" }), flag()],
];

/** @returns writes in turn of each kind, each parsed from JSON of its own as a record of the table would be. */
export function flagWrites(count: number): readonly FlagWrite[] {
  const known = new Map([["basket-totals", flag({ flag_id: "basket-totals" })]]);
  const context = { environment: EXAMPLE_ENVIRONMENT, now: EXAMPLE_NOW, known };
  return Array.from({ length: count }, (_, index) => {
    const [record, previous] = KINDS[index % KINDS.length]?.(index) ?? [flag()];
    return {
      record: JSON.parse(JSON.stringify(record)),
      ...(previous !== undefined && { previous: JSON.parse(JSON.stringify(previous)) }),
      context,
    };
  });
}
