import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { impureExpression } from "../../../modules/guardrails/rules/impure-expression";
import { missingTags } from "../../../modules/guardrails/rules/missing-tags";
import { UNTAGGABLE_TYPES } from "../../../modules/guardrails/untaggable-types";
import { type Break, messagesOf, set } from "../breaking";
import { TAGS } from "../compliant";

const tagging =
  (tags: unknown): Break =>
  (json) => {
    json.provider.aws = [{ default_tags: [{ tags }] }];
  };

const asModule: Break = (json) => {
  json.provider = {};
};

describe("missing-tags", () => {
  it("ALL-07 fails once if the provider's default tags are incomplete", () => {
    const { owner: _owner, ...others } = TAGS;
    expect(messagesOf(missingTags, tagging(others))).toEqual([
      "orders (provider.aws): its default_tags lack owner, which aws_kms_key.key and 15 more would need. Set them in default_tags of the provider. [missing-tags, ALL-07]",
    ]);
  });

  it("ALL-07 fails if a resource of a module does not carry the tags itself", () => {
    const messages = messagesOf(missingTags, asModule, "module");
    expect(messages).toContain(
      "orders/failed/queue (aws_sqs_queue.failed): it lacks the tags environment, system, cost_center, owner, managed_by. Set them in tags; a type that the provider gives no tags belongs in untaggable-types.ts. [missing-tags, ALL-07]",
    );
    expect(messages.join()).not.toContain("aws_sqs_queue_policy");
  });

  it.each([
    ["by themselves", TAGS],
    ["by a local", "${local.tags}"],
    ["by a local merged with their own", '${merge(local.tags, { Name = "x" })}'],
  ])("ALL-07 passes if the resources of a module carry the tags %s", (_case, tags) => {
    const messages = messagesOf(
      missingTags,
      (json) => {
        asModule(json);
        json.locals.tags = TAGS;
        for (const resource of Object.values(json.resource).flatMap((resources) => Object.values(resources))) {
          resource.tags = tags;
        }
      },
      "module",
    );
    expect(messages).toEqual([]);
  });

  it("ALL-07 fails if a second region's provider has no default tags", () => {
    const messages = messagesOf(missingTags, (json) => {
      json.provider.aws = [{ default_tags: [{ tags: TAGS }] }, { alias: "west", region: "us-west-2" }];
      set("aws_kms_key.west", { provider: "aws.west" })(json);
    });
    expect(messages).toEqual([
      expect.stringContaining("(provider.aws.west): its default_tags lack environment, system, cost_center, owner"),
    ]);
  });
});

describe("untaggable-types", () => {
  it("ALL-07 lists only types that the provider gives no tags", () => {
    const provider = dirname(require.resolve("@cdktf/provider-aws/package.json"));
    const taggable = [...UNTAGGABLE_TYPES].filter((type) => {
      const folder = type.replace("aws_", "").replaceAll("_", "-");
      return /^\s*readonly tagsAll\?:/m.test(readFileSync(join(provider, "lib", folder, "index.d.ts"), "utf8"));
    });
    expect(taggable).toEqual([]);
  });
});

describe("impure-expression", () => {
  it("ALL-07 fails if a tag is the time of the plan", () => {
    expect(messagesOf(impureExpression, set("aws_kms_key.key", { tags: { made: "${timestamp()}" } }))).toEqual([
      "orders/key (aws_kms_key.key): the expression 'timestamp()' calls timestamp(), which answers differently in every plan. Take a fixed value, a variable or an attribute of a resource, so that a second plan is empty. [impure-expression, ALL-07]",
    ]);
  });

  it("ALL-07 finds impure functions in locals, outputs and variables too", () => {
    const messages = messagesOf(impureExpression, (json) => {
      json.locals.id = "${lower(uuid())}";
      json.output.hash = { value: '${bcrypt("x")}' };
    });
    expect(messages).toEqual([
      expect.stringContaining("(output.hash): the expression 'bcrypt(\"x\")' calls bcrypt()"),
      expect.stringContaining("(local.id): the expression 'lower(uuid())' calls uuid()"),
    ]);
  });

  it("ALL-07 passes if a text only mentions such a function, or a pure one is called", () => {
    const description = 'timestamp() and $${uuid()} are text, ${uuidv5("dns", "example.org")} is fixed';
    expect(messagesOf(impureExpression, set("aws_kms_key.key", { description }))).toEqual([]);
  });
});
