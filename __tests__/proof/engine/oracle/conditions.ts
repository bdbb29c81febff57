import fc from "fast-check";
import { ACCOUNT, OTHER_ACCOUNT } from "./scenarios";

type Values = Readonly<Record<string, string | readonly string[]>>;
export type Conditions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** A condition key, what requests may carry in it and what policies ask of it. */
interface Key {
  readonly key: string;
  readonly requested: readonly string[];
  readonly asked: readonly string[];
  readonly operators: readonly string[];
}

const TEXT = [
  "StringEquals",
  "StringNotEquals",
  "StringEqualsIgnoreCase",
  "StringNotEqualsIgnoreCase",
  "StringLike",
  "StringNotLike",
];
const ARN = ["ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike"];
const NUMERIC = ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"];

const SOURCES = [`arn:aws:sns:eu-west-1:${ACCOUNT}:changes`, `arn:aws:sns:eu-west-1:${OTHER_ACCOUNT}:changes`];

const KEYS: readonly Key[] = [
  {
    key: "aws:SourceArn",
    requested: SOURCES,
    asked: [
      ...SOURCES,
      `arn:aws:sns:*:${ACCOUNT}:*`,
      "arn:aws:sns:*:*:chang?s",
      "arn:aws:sns:eu-west-?:*:chan*",
      "arn:*:s?s:*:*:changes",
      "arn:aws:sns:*:*:${aws:PrincipalTag/team}",
    ],
    operators: [...ARN, "StringLike", "StringNotLike", "StringEquals"],
  },
  {
    key: "aws:SourceAccount",
    requested: [ACCOUNT, OTHER_ACCOUNT],
    asked: [ACCOUNT, OTHER_ACCOUNT, "1*", "?11111111111", "${aws:PrincipalTag/account}", "${aws:ResourceAccount}"],
    operators: [...TEXT],
  },
  {
    key: "aws:PrincipalTag/team",
    requested: ["changes", "Changes", "other", "a*", "$"],
    asked: ["changes", "CHANGES", "ch*", "*", "a${*}", "a*", "?", "${$}", "${aws:PrincipalTag/account, 'other'}"],
    operators: TEXT,
  },
  {
    key: "aws:PrincipalTag/account",
    requested: [ACCOUNT, "Other"],
    asked: [ACCOUNT, "oth*", "${aws:SourceAccount}", "${aws:PrincipalTag/team}"],
    operators: TEXT,
  },
  {
    key: "aws:MultiFactorAuthAge",
    requested: ["5", "10", "10.5"],
    asked: ["5", "10.0", "11"],
    operators: NUMERIC.map((name) => `Numeric${name}`),
  },
  {
    key: "aws:CurrentTime",
    requested: ["2026-03-01T12:00:00Z", "2026-03-02T00:00:00Z"],
    asked: ["2026-03-01T12:00:00Z", "2026-03-02", "2026-03-02T01:00:00+01:00"],
    operators: NUMERIC.map((name) => `Date${name}`),
  },
  {
    key: "aws:EpochTime",
    requested: ["1772366400", "1772409600"],
    asked: ["1772366400", "1772400000"],
    operators: NUMERIC.map((name) => `Date${name}`),
  },
  {
    key: "aws:SourceIp",
    requested: ["10.1.2.3", "192.168.0.1", "2001:db8::1"],
    asked: ["10.0.0.0/8", "10.1.2.3", "192.168.0.0/31", "0.0.0.0/0", "2001:db8::/32"],
    operators: ["IpAddress", "NotIpAddress"],
  },
  { key: "aws:SecureTransport", requested: ["true", "false"], asked: ["true", "false"], operators: ["Bool"] },
  { key: "aws:userid", requested: ["QUJD", "REVG"], asked: ["QUJD", "REVG", "qujd"], operators: ["BinaryEquals"] },
];

/** A key that holds many values; policies ask of it with a set operator. */
const MANY: Key = {
  key: "aws:TagKeys",
  requested: ["team", "cost", "Env"],
  asked: ["team", "cost", "e*", "*", "${aws:PrincipalTag/team}"],
  operators: TEXT,
};

/** @returns the condition keys of a request: each may be there or not. */
export const contexts: fc.Arbitrary<Values> = fc
  .tuple(
    fc
      .subarray(KEYS.map(({ key, requested }) => [key, requested] as const))
      .chain((present) =>
        fc.tuple(
          ...present.map(([key, requested]) => fc.constantFrom(...requested).map((value) => [key, value] as const)),
        ),
      ),
    fc.subarray([...MANY.requested]),
  )
  .map(([single, many]) => ({ ...Object.fromEntries(single), ...(many.length > 0 && { [MANY.key]: many }) }));

interface One {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

const single = fc.constantFrom(...KEYS).chain(
  ({ key, asked, operators }): fc.Arbitrary<One> =>
    fc.record({
      operator: fc
        .tuple(fc.constantFrom(...operators), fc.constantFrom("", "", "IfExists"))
        .map(([operator, suffix]) => operator + suffix),
      key: fc.constantFrom(key, key, key.toUpperCase()),
      values: fc.uniqueArray(fc.constantFrom(...asked), { minLength: 1, maxLength: 3 }),
    }),
);

const many: fc.Arbitrary<One> = fc.record({
  operator: fc
    .tuple(
      fc.constantFrom("ForAllValues:", "ForAnyValue:"),
      fc.constantFrom(...MANY.operators),
      fc.constantFrom("", "", "IfExists"),
    )
    .map((parts) => parts.join("")),
  key: fc.constant(MANY.key),
  values: fc.uniqueArray(fc.constantFrom(...MANY.asked), { minLength: 1, maxLength: 3 }),
});

const absence: fc.Arbitrary<One> = fc.record({
  operator: fc.constant("Null"),
  key: fc.constantFrom(...KEYS, MANY).map(({ key }) => key),
  values: fc.constantFrom("true", "false").map((value) => [value]),
});

/** @returns the condition block of a statement, empty as often as not. */
export const conditions: fc.Arbitrary<Conditions> = fc
  .oneof(
    { weight: 4, arbitrary: fc.constant([]) },
    {
      weight: 5,
      arbitrary: fc.array(
        fc.oneof({ weight: 5, arbitrary: single }, { weight: 2, arbitrary: many }, { weight: 1, arbitrary: absence }),
        { minLength: 1, maxLength: 2 },
      ),
    },
  )
  .map((ones: readonly One[]) => {
    const block: Record<string, Record<string, readonly string[]>> = {};
    for (const { operator, key, values } of ones) {
      block[operator] = { ...block[operator], [key]: values };
    }
    return block;
  });
