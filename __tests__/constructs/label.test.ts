import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { ENVIRONMENT_MAX_LENGTH, ENVIRONMENT_PATTERN, Label } from "../../modules/constructs/label";

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,9}$/);
const kebab = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join("-"));
const environment = fc.stringMatching(new RegExp(ENVIRONMENT_PATTERN));

describe("label", () => {
  it("ALL-03 puts system, part and environment into every name", () => {
    expect(new Label({ system: "orders", environment: "prod" }).name("intake")).toBe("orders-intake-prod");
  });

  it("ALL-03 lets the system's first word stand for it where the name would be too long", () => {
    const label = new Label({ system: "flag-propagation", environment: "dev" });
    expect(label.rolePrefix("consistency-checker")).toBe("flag-consistency-checker-dev-");
  });

  it("ALL-03 never passes AWS's limit, whatever the system, the part and the environment", () => {
    fc.assert(
      fc.property(kebab, kebab, environment, fc.integer({ min: 38, max: 80 }), (system, part, env, limit) => {
        const label = new Label({ system, environment: env });
        expect(label.name(part, limit).length).toBeLessThanOrEqual(limit);
        expect(label.rolePrefix(part).length).toBeLessThanOrEqual(38);
        expect(label.rolePrefix(part)).toMatch(new RegExp(`-${env}-$`));
      }),
    );
  });

  it("ALL-03 gives two parts that are cut at the same place two names", () => {
    const label = new Label({ system: "orders", environment: "dev" });
    const long = "intake-of-all-that-was-ordered-by";
    expect(label.rolePrefix(`${long}-mail`)).not.toBe(label.rolePrefix(`${long}-phone`));
  });

  it("ALL-03 gives a part the same name in an environment of any length", () => {
    const stem = (env: string) => new Label({ system: "orders", environment: env }).name("intake-worker", 38);
    expect(stem("aa").replace(/-aa$/, "")).toBe(stem("a".repeat(ENVIRONMENT_MAX_LENGTH)).replace(/-a+$/, ""));
  });

  it("fails if a system's name is not kebab case, and shows one that is", () => {
    expect(() => new Label({ system: "Orders App", environment: "dev" })).toThrow(/'Orders App'.*'serverless-app'/);
  });
});
