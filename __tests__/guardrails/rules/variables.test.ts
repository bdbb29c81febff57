import { describe, expect, it } from "@jest/globals";
import { environmentWithoutLimits } from "../../../modules/guardrails/rules/environment-without-limits";
import { incompleteVariable } from "../../../modules/guardrails/rules/incomplete-variable";
import { missingStandardVariable } from "../../../modules/guardrails/rules/missing-standard-variable";
import { validationWithoutSentence } from "../../../modules/guardrails/rules/validation-without-sentence";
import { type Break, messagesOf } from "../breaking";

const declaring =
  (name: string, variable: Record<string, unknown>): Break =>
  (json) => {
    json.variable[name] = variable;
  };

describe("incomplete-variable", () => {
  it("ALL-02 fails if a variable has no type, description and default", () => {
    expect(messagesOf(incompleteVariable, declaring("shards", {}))).toEqual([
      "orders (variable.shards): it has no type, no description, no default. Give every variable a type, a description and a default, so that terraform plan needs no -var. [incomplete-variable, ALL-02]",
    ]);
  });

  it("ALL-02 fails if the default is null without saying that null is allowed", () => {
    const variable = { type: "string", description: "Where alarms go.", default: null };
    expect(messagesOf(incompleteVariable, declaring("email", variable))).toEqual([
      expect.stringContaining("(variable.email): it has no default"),
    ]);
    expect(messagesOf(incompleteVariable, declaring("email", { ...variable, nullable: true }))).toEqual([]);
  });

  it("ALL-02 passes if the default is false, zero or empty", () => {
    for (const value of [false, 0, "", []]) {
      const variable = { type: "any", description: "Anything.", default: value };
      expect(messagesOf(incompleteVariable, declaring("anything", variable))).toEqual([]);
    }
  });
});

describe("missing-standard-variable", () => {
  it("ALL-02 fails if a standard variable is missing or has another default", () => {
    const messages = messagesOf(missingStandardVariable, (json) => {
      delete json.variable.owner;
      declaring("cost_center", { type: "string", default: "sales" })(json);
    });
    expect(messages).toEqual([
      `orders (variable.cost_center): the standard variable has the default "sales". Declare it as a string with the default "engineering". [missing-standard-variable, ALL-02]`,
      `orders (variable.owner): the standard variable is missing. Declare it as a string with the default "platform-team". [missing-standard-variable, ALL-02]`,
    ]);
  });
});

describe("environment-without-limits", () => {
  it("ALL-02 fails if the environment may be anything", () => {
    expect(messagesOf(environmentWithoutLimits, declaring("environment", { type: "string", default: "dev" }))).toEqual([
      'orders (variable.environment): no validation keeps it short enough for the names that carry it. Add one whose condition is ${can(regex("^[a-z][a-z0-9-]{1,11}$", var.environment))}. [environment-without-limits, ALL-02, ALL-03]',
    ]);
  });
});

describe("validation-without-sentence", () => {
  it("ALL-02 fails if a wrong value is answered by a word", () => {
    const validation = [{ condition: "${var.shards > 0}", error_message: "bad shards" }];
    expect(messagesOf(validationWithoutSentence, declaring("shards", { validation }))).toEqual([
      "orders (variable.shards): its validation answers 'bad shards'. Say in a sentence, with a capital and a full stop, which values are allowed. [validation-without-sentence, ALL-02]",
    ]);
  });
});
