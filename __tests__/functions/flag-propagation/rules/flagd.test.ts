import { describe, expect, it } from "@jest/globals";
import { FlagdCore } from "@openfeature/flagd-core";
import fc from "fast-check";
import { EXAMPLE_ENVIRONMENT, EXAMPLE_NOW, flag } from "../../../../functions/flag-propagation/rules/example";
import { subjectOf } from "../../../../functions/flag-propagation/rules/read-subject";
import { RULES } from "../../../../functions/flag-propagation/rules/rules";

const VARIANTS = { red: "1", green: "2", blue: "3" };
const RUNS = 500;

/** What has to hold for targeting to give a variant; a name that is put together is left to the advisory rule. */
const DECISIVE = RULES.filter(
  ({ id, severity }) => /^(?:TARGET|ROLLOUT)-/.test(id) && (severity === "critical" || id === "TARGET-27"),
);

const attribute = fc.constantFrom("email", "age", "app", "missing").map((name) => ({ var: name }));
const text = fc.constantFrom("a", "@example.com", "1.2.3", "latest", "");
const literal = fc.oneof({ arbitrary: text, weight: 4 }, fc.integer(), fc.constant(null), fc.boolean());
const operand = fc.oneof(attribute, literal);

/** Targeting does not tell the types that callers give: flagd fails to compare a number with a text that is none. */
const number = fc.oneof(fc.integer(), fc.constant({ var: "age" }));

const { result } = fc.letrec((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3 },
    { arbitrary: fc.tuple(attribute, operand).map((pair) => ({ "===": pair })), weight: 4 },
    fc.tuple(attribute, fc.array(literal, { maxLength: 3 })).map((pair) => ({ in: pair })),
    fc.tuple(attribute, operand).map((pair) => ({ ends_with: pair })),
    fc.tuple(attribute, operand).map((pair) => ({ starts_with: pair })),
    fc.tuple(attribute, fc.constantFrom("=", "^", "=>"), text).map((three) => ({ sem_ver: three })),
    fc.constant({ some: [{ var: "groups" }, { "===": [{ var: "" }, "a"] }] }),
    fc.array(number, { maxLength: 4 }).map((list) => ({ "<": list })),
    tie("condition").map((inner) => ({ "!": [inner] })),
    fc.array(tie("condition"), { maxLength: 3 }).map((list) => ({ and: list })),
  ),
  bucket: fc.oneof(
    { arbitrary: fc.tuple(tie("result"), fc.integer({ min: 1, max: 50 })), weight: 6 },
    fc.tuple(tie("result")),
    fc.tuple(tie("result"), fc.constantFrom(-1, 0, 0.5, "1", 2_147_483_647)),
  ),
  result: fc.oneof(
    { maxDepth: 3 },
    { arbitrary: fc.constantFrom(...Object.keys(VARIANTS)), weight: 8 },
    fc.constantFrom("pink", null, true, 3),
    { arbitrary: fc.tuple(tie("condition"), tie("result")).map((list) => ({ if: list })), weight: 3 },
    { arbitrary: fc.tuple(tie("condition"), tie("result"), tie("result")).map((list) => ({ if: list })), weight: 3 },
    fc.array(tie("result"), { maxLength: 3 }).map((list) => ({ or: list })),
    fc.tuple(tie("condition"), tie("result")).map((list) => ({ and: list })),
    { arbitrary: fc.array(tie("bucket"), { maxLength: 3 }).map((buckets) => ({ fractional: buckets })), weight: 3 },
    {
      arbitrary: fc
        .tuple(
          fc.oneof(
            attribute.map((by) => ({ cat: ["key", by] })),
            operand,
          ),
          fc.array(tie("bucket"), { maxLength: 3 }),
        )
        .map(([by, buckets]) => ({ fractional: [by, ...buckets] })),
      weight: 3,
    },
    tie("condition"),
    attribute,
  ),
}));

const caller = fc.record({
  targetingKey: fc.uuid(),
  email: fc.constantFrom("ada@example.com", "b@shop.com", ""),
  age: fc.integer({ min: 0, max: 99 }),
  app: fc.constantFrom("1.2.3", "2.0.0", "new"),
  groups: fc.array(fc.constantFrom("a", "b")),
});

function keeps(targeting: unknown): boolean {
  const record = flag({ variants: VARIANTS, defaultVariant: "red", targeting });
  const subject = subjectOf(record, { environment: EXAMPLE_ENVIRONMENT, now: EXAMPLE_NOW, known: new Map() });
  return DECISIVE.every(({ holds }) => holds(subject));
}

function resolve(targeting: unknown, context: Record<string, string | number | readonly string[]>) {
  const core = new FlagdCore();
  const definition = { state: "ENABLED", variants: VARIANTS, defaultVariant: "red", targeting };
  core.setConfigurations(JSON.stringify({ flags: { colour: definition } }));
  return core.resolveStringEvaluation("colour", "none", context as Record<string, string>);
}

describe("targeting that keeps the rules", () => {
  it("FLAG-03 gives flagd one of the flag's variants, for every caller", () => {
    let kept = 0;
    fc.assert(
      fc.property(result, caller, (targeting, context) => {
        fc.pre(typeof targeting === "object" && targeting !== null && keeps(targeting));
        kept++;
        const { reason, value } = resolve(targeting, context);
        expect({ reason, isVariant: Object.values(VARIANTS).includes(value) }).toEqual({
          reason: expect.not.stringMatching("ERROR"),
          isVariant: true,
        });
      }),
      { numRuns: RUNS },
    );
    expect(kept).toBeGreaterThanOrEqual(RUNS);
  });
});
