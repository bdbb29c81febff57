/** A record that a rule is tried on. */
export interface Example {
  readonly record: Readonly<Record<string, unknown>>;
  /** The version before it. @default none: the record is a first version */
  readonly previous?: Readonly<Record<string, unknown>>;
  /** Current records of other flags. @default none */
  readonly known?: readonly Readonly<Record<string, unknown>>[];
  /** The deployment that decides. @default EXAMPLE_ENVIRONMENT */
  readonly environment?: string;
}

/** What keeps a rule and what breaks it; each rule has one of these, and its example that fails breaks it alone of its category where that can be. */
export interface RuleExample {
  readonly passes: Example;
  readonly fails: Example;
}

/** When the examples are decided: milliseconds since 1970. */
export const EXAMPLE_NOW = Date.parse("2026-06-01T12:00:00Z");

/** The deployment that the examples are decided in. */
export const EXAMPLE_ENVIRONMENT = "staging";

const HOUR = 3_600_000;

/** A first version that keeps every rule, changed as given; `undefined` removes a member. */
export function flag(changes: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  const record: Record<string, unknown> = {
    flag_id: "checkout-new-payment-form",
    version: 1,
    environment: EXAMPLE_ENVIRONMENT,
    created_at: EXAMPLE_NOW - HOUR,
    written_at: EXAMPLE_NOW - HOUR,
    reason: "Start the trial of the new payment form with a tenth of the shops.",
    user: "ada@example.com",
    principal: "arn:aws:sts::123456789012:assumed-role/developers/ada",
    correlation_id: "3f0c9a52-6f1d-4d7e-9a55-0d9a2f1b7c11",
    state: "ENABLED",
    variants: { off: false, on: true },
    defaultVariant: "off",
    targeting: {
      if: [
        { ends_with: [{ var: "email" }, "@example.com"] },
        "on",
        { fractional: [{ cat: [{ var: "$flagd.flagKey" }, { var: "targetingKey" }] }, ["on", 10], ["off", 90]] },
      ],
    },
    metadata: { area: "checkout" },
    description: "Shows the payment form that asks for the card on one page.",
    kind: "release",
    owner: { team: "payments", email: "payments@example.com" },
    tags: ["checkout", "payments"],
    schedule: { review_at: "2026-07-01T09:00:00Z", expires_at: "2026-09-01T00:00:00Z" },
    dependencies: [],
    ticket: "PAY-1234",
    approval: { by: "grace@example.com", at: "2026-06-01T10:30:00Z" },
    promotion: { from: "dev", version: 7 },
  };
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) delete record[name];
    else record[name] = value;
  }
  return record;
}

/** The version after a first one, changed as given. */
export function nextVersion(changes: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return flag({
    version: 2,
    written_at: EXAMPLE_NOW,
    reason: "Widen the trial after a week without complaints.",
    approval: { by: "grace@example.com", at: "2026-06-01T11:30:00Z" },
    ...changes,
  });
}
