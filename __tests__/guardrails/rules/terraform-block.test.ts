import { describe, expect, it } from "@jest/globals";
import { backendWithAccountDetails } from "../../../modules/guardrails/rules/backend-with-account-details";
import { providerOutsideConstraint } from "../../../modules/guardrails/rules/provider-outside-constraint";
import { wrongBackend } from "../../../modules/guardrails/rules/wrong-backend";
import { type Break, messagesOf, set } from "../breaking";

const requiring =
  (providers: Record<string, unknown>): Break =>
  (json) => {
    json.terraform.required_providers = providers;
  };

const storing =
  (backend: Record<string, unknown> | undefined): Break =>
  (json) => {
    json.terraform.backend = backend;
  };

const AWS = { source: "hashicorp/aws", version: "~> 5.0" };
const RANDOM = { source: "hashicorp/random", version: "~> 3.5" };

describe("provider-outside-constraint", () => {
  it("ALL-01 fails if the aws provider is pinned to one release", () => {
    expect(messagesOf(providerOutsideConstraint, requiring({ aws: { ...AWS, version: "5.100.0" } }))).toEqual([
      `orders (terraform): required_providers asks for aws '5.100.0'. Set version = "~> 5.0". [provider-outside-constraint, ALL-01]`,
    ]);
  });

  it("ALL-01 fails if random is required and no resource uses it", () => {
    expect(messagesOf(providerOutsideConstraint, requiring({ aws: AWS, random: RANDOM }))).toEqual([
      expect.stringContaining("required_providers names random, which no resource of this stack needs"),
    ]);
  });

  it("ALL-01 fails if random is used and not required", () => {
    expect(messagesOf(providerOutsideConstraint, set("random_password.token", {}))).toEqual([
      expect.stringContaining(`required_providers lacks random. Require random with version = "~> 3.5"`),
    ]);
  });

  it("ALL-01 passes if random is used and required", () => {
    const messages = messagesOf(providerOutsideConstraint, (json) => {
      set("random_password.token", {})(json);
      requiring({ aws: AWS, random: RANDOM })(json);
    });
    expect(messages).toEqual([]);
  });
});

describe("wrong-backend", () => {
  it("ALL-01 fails if the aws target keeps its state in a file", () => {
    expect(messagesOf(wrongBackend, storing({ local: {} }))).toEqual([
      "orders (terraform): the aws target has the backend local. Give it s3: aws keeps its state in S3, local in a file, a module leaves it to its caller. [wrong-backend, ALL-01]",
    ]);
  });

  it("ALL-01 fails if there are two backends", () => {
    expect(messagesOf(wrongBackend, storing({ s3: {}, local: {} }))).toEqual([
      expect.stringContaining("the aws target has the backend local and s3"),
    ]);
  });

  it("ALL-01 fails if a module brings a backend", () => {
    expect(messagesOf(wrongBackend, storing({ s3: {} }), "module")).toEqual([
      expect.stringContaining("the module target has the backend s3. Give it none"),
    ]);
  });

  it("ALL-01 passes if the local target keeps its state in a file and a module brings none", () => {
    expect(messagesOf(wrongBackend, storing({ local: {} }), "local")).toEqual([]);
    expect(messagesOf(wrongBackend, storing(undefined), "module")).toEqual([]);
  });
});

describe("backend-with-account-details", () => {
  it("ALL-01 fails if the backend names its bucket", () => {
    expect(messagesOf(backendWithAccountDetails, storing({ s3: { bucket: "state-of-team-a" } }))).toEqual([
      "orders (terraform): the s3 backend names its bucket. Leave it out and give it at init with -backend-config. [backend-with-account-details, ALL-01]",
    ]);
  });
});
