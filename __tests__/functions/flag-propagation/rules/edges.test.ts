import { describe, expect, it } from "@jest/globals";
import { type Example, flag, nextVersion } from "../../../../functions/flag-propagation/rules/example";
import { RULES } from "../../../../functions/flag-propagation/rules/rules";
import { deletedFlag } from "../../../../functions/flag-propagation/rules/schema.examples";
import { brokenBy } from "./support/describe-rules";

const CREATED = Number(flag().created_at);

function owner(email: string): Example {
  return { record: flag({ owner: { team: "payments", email } }) };
}

function values(...list: unknown[]): Example {
  const variants = Object.fromEntries(list.map((value, index) => [`v${index}`, value]));
  return { record: flag({ variants, defaultVariant: "v0", targeting: undefined }) };
}

function inProd(example: Example): Example {
  return { ...example, environment: "prod", record: { ...example.record, environment: "prod" } };
}

const KEPT: readonly (readonly [string, string, Example])[] = [
  ["TYPE-24", "how it is released", { record: flag({ release: "immediate" }) }],
  ["TYPE-24", "how a deletion is released", { record: deletedFlag({ release: "guarded" }) }],
  ["IDENT-02", "a letter and digits", { record: flag({ flag_id: "a1b" }) }],
  ["IDENT-09", "a word that begins like a negation", { record: flag({ flag_id: "checkout-notifications-nodes" }) }],
  ["VARIANT-19", "the largest fraction", values(0.1, Number.MAX_SAFE_INTEGER)],
  ["VARIANT-22", "null beside each type", values({ a: null }, { a: 1 }, { a: null })],
  ["VARIANT-22", "members that only one has", values({ a: 1 }, { b: "x" })],
  ["VARIANT-25", "an address with a port", values("https://shops.example.com:8443/@ada", "")],
  ["VARIANT-26", "a name that begins like a credential's", values({ passwordRules: 3 }, { tokenCount: 4 })],
  ["ENV-08", "a deletion, which nobody can approve", inProd({ record: deletedFlag() })],
  ["ENV-06", "a deletion, which was tried nowhere", inProd({ record: deletedFlag() })],
  ["ENV-11", "a host that begins like this machine", inProd(values("https://localhost.shops.com", "127 shops"))],
  ["ENV-12", "a top-level domain called dev", inProd(values("https://shops.dev/test.html", ""))],
  ["OWNER-01", "a long domain", owner("a@b.c.d.example.co.uk")],
  ["OWNER-08", "no approval", { record: flag({ approval: undefined }) }],
  [
    "OWNER-10",
    "two versions without an approval",
    {
      record: nextVersion({ approval: undefined }),
      previous: flag({ approval: undefined }),
    },
  ],
  ["AUDIT-09", "a clock that is a little slow", { record: flag({ created_at: CREATED + 60_000 }) }],
];

const BROKEN: readonly (readonly [string, string, Example])[] = [
  ["IDENT-02", "a digit first", { record: flag({ flag_id: "3d-preview" }) }],
  ["IDENT-02", "a line break at the end", { record: flag({ flag_id: "search-preview\n" }) }],
  ["IDENT-03", "a hyphen first", { record: flag({ flag_id: "-search" }) }],
  ["IDENT-03", "a hyphen last", { record: flag({ flag_id: "search-" }) }],
  ["IDENT-04", "prototype", { record: flag({ flag_id: "prototype" }) }],
  ["TYPE-01", "an empty id", { record: flag({ flag_id: "" }) }],
  ["TYPE-02", "a version of half", { record: flag({ version: 1.5 }) }],
  ["TYPE-24", "a surplus member of a deletion", { record: deletedFlag({ surplus: 1 }) }],
  ["TYPE-24", "a release of a kind that is none", { record: flag({ release: "later" }) }],
  ["TYPE-25", "a flag that says it is not deleted", { record: flag({ deleted: false }) }],
  ["TYPE-27", "a list with a hole", values({ rows: new Array(1) }, {})],
  ["TYPE-27", "a member that is undefined", { record: { ...flag(), targeting: undefined } }],
  ["TYPE-28", "a name with half of a pair", { record: flag({ metadata: { "\udc00": 1 } }) }],
  ["VARIANT-05", "a text among numbers", values(1, 2, "3")],
  ["VARIANT-06", "a variant without a name", { record: flag({ variants: { "": false, off: true } }) }],
  ["VARIANT-22", "two types past a first that has neither", values({}, { a: 1 }, { a: "1" })],
  ["VARIANT-22", "a list beside an object", values({ a: [] }, { a: {} })],
  ["VARIANT-25", "an access key deep in a value", values({ a: [{ b: "AKIAIOSFODNN7EXAMPLE" }] }, {})],
  [
    "VARIANT-25",
    "a private key in metadata",
    { record: flag({ metadata: { key: "-----BEGIN RSA PRIVATE KEY-----" } }) },
  ],
  ["VARIANT-26", "an API key in a list", values({ a: [{ apiKey: "" }] }, {})],
  ["ENV-11", "a metadata service", inProd(values("http://169.254.169.254/latest", ""))],
  ["ENV-11", "this machine deep in a value", inProd(values({ url: "http://127.0.0.1:80" }, {}))],
  ["ENV-12", "an environment as the end of a label", inProd(values("https://api-staging.shops.com", ""))],
  ["ENV-14", "an address in the middle of a text", inProd(values("see http://shops.com", ""))],
  ["ENV-16", "a deletion around the API", inProd({ record: deletedFlag({ principal: "" }) })],
  ["OWNER-01", "two dots", owner("ada..l@example.com")],
  ["OWNER-01", "no top-level domain", owner("ada@localhost")],
  ["OWNER-01", "a display name", owner("Ada <ada@example.com>")],
  ["AUDIT-01", "a user of white space", { record: deletedFlag({ user: "\u00a0 " }) }],
  ["AUDIT-05", "a line separator", { record: flag({ reason: "Widen the trial\u2028approved" }) }],
  ["AUDIT-11", "a deletion in seconds", { record: deletedFlag({ written_at: 1_780_000_000 }) }],
];

function brokenIds(example: Example): readonly string[] {
  return brokenBy(RULES, example);
}

describe("rules, at their edges", () => {
  it.each(KEPT)("FLAG-03 %s lets through %s", (id, _, example) => {
    expect(brokenIds(example)).not.toContain(id);
  });

  it.each(BROKEN)("FLAG-03 %s refuses %s", (id, _, example) => {
    expect(brokenIds(example)).toContain(id);
  });

  it("FLAG-03 break no critical rule when a flag goes back to what it was", () => {
    const rolledBack = nextVersion({ version: 3, approval: flag().approval, user: "rollback" });
    const critical = new Set(RULES.filter(({ severity }) => severity === "critical").map(({ id }) => id));
    const broken = brokenIds({ record: rolledBack, previous: nextVersion({ state: "DISABLED" }) });
    expect(broken.filter((id) => critical.has(id))).toEqual([]);
  });
});
