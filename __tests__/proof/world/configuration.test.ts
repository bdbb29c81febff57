import { describe, expect, it } from "@jest/globals";
import { isUnknown } from "../../../modules/proof/model";
import { readWorld } from "../../../modules/proof/world";
import { evaluated, rulesOf, worldOf } from "./some-world";

describe("a configuration", () => {
  it("may write blocks as objects or as lists", () => {
    const world = worldOf({
      variable: [{ stage: [{ default: "dev" }] }],
      locals: [{ a: "${var.stage}" }, { b: "${local.a}-b" }],
      resource: [{ aws_sqs_queue: [{ one: [{ name: "${local.b}" }] }] }, { aws_sqs_queue: { two: { name: "two" } } }],
    });
    expect(world.resources.map(({ address, attributes }) => [address, attributes.name])).toEqual([
      ["aws_sqs_queue.one", "dev-b"],
      ["aws_sqs_queue.two", "two"],
    ]);
    expect(world.findings).toEqual([]);
  });

  it("takes given values before a variable's default", () => {
    const json = { variable: { n: { default: "a" } }, resource: { aws_sqs_queue: { q: { name: "${var.n}" } } } };
    expect(readWorld(json, { variables: { n: "b" } }).resource("aws_sqs_queue.q")?.attributes.name).toBe("b");
  });

  it("makes an instance for each of count", () => {
    const world = worldOf({
      resource: {
        aws_sqs_queue: { q: { count: "${1 + 1}", name: "q-${count.index}" } },
        aws_sns_topic: {
          t: { name: "t", tags: { all: '${join(",", aws_sqs_queue.q[*].arn)}', first: "${aws_sqs_queue.q[0].name}" } },
        },
      },
    });
    expect(world.resource("aws_sqs_queue.q[1]")?.attributes.name).toBe("q-1");
    expect(world.resource("aws_sns_topic.t")?.attributes.tags).toEqual({
      all: "arn:aws:sqs:us-east-1:111122223333:q-0,arn:aws:sqs:us-east-1:111122223333:q-1",
      first: "q-0",
    });
  });

  it.each([
    ["a set", '${toset(["a", "b"])}', "a"],
    ["a map", { a: "x", b: "y" }, "x"],
    ["a local", "${local.names}", "x"],
  ])("makes an instance for each of %s", (_, forEach, value) => {
    const world = worldOf({
      locals: { names: { a: "x", b: "y" } },
      resource: { aws_sqs_queue: { q: { for_each: forEach, name: "${each.key}-${each.value}" } } },
    });
    expect(world.resource('aws_sqs_queue.q["a"]')?.attributes.name).toBe(`a-${value}`);
    expect(world.resources).toHaveLength(2);
  });

  it("chains for_each from one resource to another", () => {
    const world = worldOf({
      resource: {
        aws_sqs_queue: { q: { for_each: { a: 1 }, name: "${each.key}" } },
        aws_sqs_queue_policy: { p: { for_each: "${aws_sqs_queue.q}", queue_url: "${each.value.url}", policy: "{}" } },
      },
    });
    expect(world.resource('aws_sqs_queue_policy.p["a"]')?.attributes.queue_url).toBe(
      "https://sqs.us-east-1.amazonaws.com/111122223333/a",
    );
  });

  it("unrolls dynamic blocks", () => {
    const world = worldOf({
      resource: {
        aws_dynamodb_table: {
          t: {
            name: "t",
            attribute: { name: "id" },
            dynamic: { attribute: { for_each: ["x"], iterator: "it", content: { name: "${it.value}-${it.key}" } } },
          },
        },
      },
    });
    expect(world.resource("aws_dynamodb_table.t")?.attributes.attribute).toEqual([{ name: "id" }, { name: "x-x" }]);
  });

  it("deploys to the region of the provider, aliased or not", () => {
    const { region, resources } = worldOf({
      provider: { aws: [{ region: "eu-west-1" }, { alias: "cn", region: "cn-north-1" }] },
      resource: { aws_sqs_queue: { a: { name: "a" }, b: { name: "b", provider: "aws.cn" } } },
    });
    expect(region).toBe("eu-west-1");
    expect(resources.map(({ attributes }) => attributes.arn)).toEqual([
      "arn:aws:sqs:eu-west-1:111122223333:a",
      "arn:aws-cn:sqs:cn-north-1:111122223333:b",
    ]);
  });

  it("deploys to the default region where the provider's is made of a resource", () => {
    const json = { provider: { aws: { region: "${aws_sqs_queue.a.name}" } }, resource: { aws_sqs_queue: { a: {} } } };
    expect(worldOf(json).resources[0]?.attributes.arn).toMatch(/^arn:aws:sqs:/);
  });

  it("keeps the path of the construct that made a block", () => {
    const block = { "//": { metadata: { path: "app/q" } }, name: "q" };
    expect(worldOf({ resource: { aws_sqs_queue: { q: block } } }).resources[0]?.path).toBe("app/q");
  });
});

describe("bad input", () => {
  it("reports a reference to nothing, which is unknown", () => {
    const world = worldOf({ resource: { aws_sns_topic: { t: { name: "${aws_sqs_queue.gone.name}" } } } });
    expect(world.findings).toEqual([
      {
        rule: "unknown-reference",
        address: "aws_sns_topic.t",
        fault: "refers to aws_sqs_queue.gone, which this configuration doesn't have",
        remedy: "Correct the name, or add aws_sqs_queue.gone to the configuration.",
      },
    ]);
    expect(isUnknown(world.resources[0]?.attributes)).toBe(true);
  });

  it("reports locals and attributes that are made of themselves", () => {
    const world = worldOf({
      locals: { a: "${local.b}", b: "${local.a}" },
      resource: { aws_sqs_queue: { q: { name: "${aws_sqs_queue.q.url}", tags: "${local.a}" } } },
    });
    expect(new Set(rulesOf(world))).toEqual(new Set(["reference-cycle"]));
  });

  it("reports a module whose resources are elsewhere", () => {
    expect(rulesOf(worldOf({ module: { m: { source: "./m" } }, resource: { aws_sqs_queue: { q: {} } } }))).toEqual([
      "unreadable-module",
    ]);
  });

  it("reports a number of instances that can't be told, and keeps one of them", () => {
    const world = worldOf({
      variable: { n: {} },
      resource: { aws_sqs_queue: { q: { count: "${var.n}", name: "q" } } },
    });
    expect(rulesOf(world)).toEqual(["unknown-count"]);
    expect(world.resources).toHaveLength(1);
  });

  it.each([
    ["of another provider", { resource: { google_storage_bucket: { b: { name: "b" } } } }],
    ["with data alone", { data: { aws_region: { r: {} } } }],
    ["with an empty plan", { format_version: "1.2", planned_values: { root_module: {} } }],
  ])("reports JSON %s, since an empty proof is no pass", (_, json) => {
    expect(rulesOf(worldOf(json))).toEqual(["nothing-to-prove"]);
  });

  it.each([[null], ["text"], [[]], [{}], [{ hello: 1 }]])("refuses %j", (json) => {
    expect(() => readWorld(json)).toThrow(expect.objectContaining({ name: "UserError" }));
  });

  it.each([
    [
      "references",
      Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`l${n}`, `\${[local.l${n + 1}, local.l${n + 1}]}`])),
    ],
    [
      "text",
      Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`l${n}`, `\${local.l${n + 1}}\${local.l${n + 1}}`])),
    ],
    ["for", { l0: "${[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : c]]]}" }],
  ])("gives up a value that doubles itself by %s", (_, locals) => {
    expect(isUnknown(evaluated("${local.l0}", { locals: { ...locals, l60: "x" } }))).toBe(true);
  });

  it("reads values, expressions and references of any depth without exhausting the stack", () => {
    const deep = JSON.parse(`${"[".repeat(50_000)}1${"]".repeat(50_000)}`);
    expect(isUnknown(evaluated("${local.deep}", { locals: { deep } }))).toBe(true);
    expect(isUnknown(evaluated(`\${${"(".repeat(50_000)}1${")".repeat(50_000)}}`))).toBe(true);
    expect(isUnknown(evaluated(`\${${"-".repeat(50_000)}1}`))).toBe(true);
    const chain = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`l${n}`, `\${local.l${n + 1}}`]));
    expect(isUnknown(evaluated("${local.l0}", { locals: { ...chain, l5000: 1 } }))).toBe(true);
  });
});
