import { type Example, flag, type RuleExample } from "./example";

type Members = Readonly<Record<string, unknown>>;

/** A flag in production that keeps every rule about environments, changed as given. */
function inProd(changes: Members = {}): Example {
  return {
    environment: "prod",
    record: flag({
      environment: "prod",
      owner: { team: "payments", email: "payments@plumbline-shops.com" },
      promotion: { from: "staging", version: 12 },
      ...changes,
    }),
  };
}

/** The variants of a flag that says where something is. */
function addresses(one: string, other: string): Members {
  return { variants: { one, other }, defaultVariant: "one", targeting: undefined };
}

const SHOPS = "https://api.plumbline-shops.com";

export const environmentExamples: Readonly<Record<string, RuleExample>> = {
  "ENV-01": { passes: { record: flag() }, fails: { record: flag({ environment: "qa" }) } },
  "ENV-02": {
    passes: { record: flag({ environment: "preview-42" }), environment: "preview-42" },
    fails: { record: flag({ environment: "Preview_42" }), environment: "Preview_42" },
  },
  "ENV-03": {
    passes: inProd(),
    fails: { record: flag({ environment: "production" }), environment: "production" },
  },
  "ENV-04": {
    passes: { record: flag({ promotion: { from: "qa", version: 3 } }) },
    fails: { record: flag({ promotion: { from: "staging", version: 3 } }) },
  },
  "ENV-05": {
    passes: { record: flag({ promotion: { from: "sandbox-7", version: 3 } }) },
    fails: { record: flag({ promotion: { from: "prod", version: 3 } }) },
  },
  "ENV-06": {
    passes: inProd({ kind: "operational", promotion: undefined }),
    fails: inProd({ kind: "release", promotion: undefined }),
  },
  "ENV-07": {
    passes: inProd({ promotion: { from: "preprod", version: 2 } }),
    fails: inProd({ promotion: { from: "dev", version: 2 } }),
  },
  "ENV-08": {
    passes: inProd({ kind: "operational", approval: undefined }),
    fails: inProd({ approval: undefined }),
  },
  "ENV-09": { passes: { record: flag({ ticket: undefined }) }, fails: inProd({ ticket: undefined }) },
  "ENV-10": {
    passes: inProd(),
    fails: inProd({ owner: { team: "payments", email: "payments@example.com" } }),
  },
  "ENV-11": {
    passes: { record: flag(addresses("https://localhost:8443/a", SHOPS)) },
    fails: inProd(addresses("https://localhost:8443/a", SHOPS)),
  },
  "ENV-12": {
    passes: inProd(addresses("https://test-drive.plumbline-shops.com/staging", SHOPS)),
    fails: inProd(addresses("https://api.staging.plumbline-shops.com/a", SHOPS)),
  },
  "ENV-13": {
    passes: { record: flag(addresses("https://products.plumbline-shops.com/prod", SHOPS)) },
    fails: { record: flag(addresses("https://api-prod.plumbline-shops.com/a", SHOPS)) },
  },
  "ENV-14": {
    passes: inProd(addresses(`${SHOPS}/a`, "wss://events.plumbline-shops.com")),
    fails: inProd(addresses("http://api.plumbline-shops.com/a", SHOPS)),
  },
  "ENV-15": {
    passes: inProd({ variants: { off: false, testimonials: true } }),
    fails: inProd({ variants: { off: false, on: true, "test-2": true } }),
  },
  "ENV-16": { passes: { record: flag({ principal: undefined }) }, fails: inProd({ principal: undefined }) },
  "ENV-17": {
    passes: inProd({ kind: "permission" }),
    fails: inProd({ kind: "permission", defaultVariant: "on" }),
  },
  "ENV-18": {
    passes: { record: flag({ metadata: { env: "staging" }, tags: ["checkout", "staging"] }) },
    fails: { record: flag({ metadata: { env: "qa" } }) },
  },
};
