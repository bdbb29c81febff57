import { describe, expect, it } from "@jest/globals";
import type { EntryCode } from "../../../modules/proof/code/entry-code";
import { prove } from "../../../modules/proof/proof";
import { allow, config, FN, policy, role } from "../edges/some-config";

const HOME = "${aws_dynamodb_table.orders.arn}";
const WEST = "arn:aws:dynamodb:us-west-2:111122223333:table/orders";
const KEY_USE = ["kms:Decrypt", "kms:DescribeKey"];
const EVERY_KEY_USE = [...KEY_USE, "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"];
const OWN_ACCOUNT = policy({
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111122223333:root" },
  Action: "kms:*",
  Resource: "*",
});

interface Grants {
  readonly home?: readonly string[];
  readonly west?: readonly string[];
  readonly westOn?: string;
  readonly key?: string;
}

/** A function that reads a table and its replica, and writes the table. */
function proofWith({
  home = ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem"],
  west = ["dynamodb:GetItem", "dynamodb:Query"],
  westOn = WEST,
  key = "${aws_kms_key.west.arn}",
}: Grants = {}) {
  const json = {
    ...config({
      "aws_dynamodb_table.orders": {
        name: "orders",
        server_side_encryption: { enabled: true, kms_key_arn: "${aws_kms_key.home.arn}" },
        replica: [{ region_name: "us-west-2", kms_key_arn: "${aws_kms_key.west.arn}" }],
      },
      "aws_kms_key.home": { policy: OWN_ACCOUNT },
      "aws_kms_key.west": { policy: OWN_ACCOUNT, provider: "aws.west" },
      "aws_lambda_function.fn": {
        ...FN["aws_lambda_function.fn"],
        environment: { variables: { TABLE: "${aws_dynamodb_table.orders.name}", REPLICA: WEST } },
      },
      ...role(
        "lambda",
        allow("Home", home, [HOME]),
        ...(west.length === 0 ? [] : [allow("West", west, [westOn])]),
        allow("HomeKey", EVERY_KEY_USE, ["${aws_kms_key.home.arn}"]),
        allow("WestKey", KEY_USE, [key]),
      ),
    }),
    provider: { aws: [{ region: "us-east-1" }, { alias: "west", region: "us-west-2" }] },
  };
  const code: EntryCode = {
    commands: ["GetItem", "Query", "PutItem"].map((command) => ({
      service: "dynamodb",
      command: `${command}Command`,
      origin: "own" as const,
      file: "handler.ts",
    })),
    environment: ["TABLE", "REPLICA"].map((name) => ({ name, origin: "own" as const, file: "handler.ts" })),
    findings: [],
  };
  const { edges, findings } = prove(json, new Map([["aws_lambda_function.fn", code]]));
  const calls = edges.filter(({ kind }) => kind === "environment").flatMap((edge) => edge.calls);
  const about = /missing|too-wide|unused|unknown/;
  return {
    calls,
    faults: findings.filter(({ rule }) => about.test(rule)).map(({ rule, fault }) => `${rule}: ${fault}`),
  };
}

describe("a table with a replica", () => {
  it("FLAG-13 is also in that Region, under a key of that Region, and its reads there are used", () => {
    const { calls, faults } = proofWith();
    expect(faults.filter((fault) => /orders|kms/.test(fault))).toEqual([]);
    const west = calls.filter(({ resource }) => resource.includes("us-west-2"));
    expect(west.map(({ action, verdict }) => `${action} ${verdict}`).sort()).toEqual([
      "dynamodb:GetItem allowed",
      "dynamodb:Query allowed",
      "kms:Decrypt allowed",
      "kms:DescribeKey allowed",
    ]);
    const viaService = west
      .filter(({ action }) => action === "kms:Decrypt")
      .map(({ context }) => context["kms:ViaService"]);
    expect(viaService).toEqual(["dynamodb.us-west-2.amazonaws.com"]);
  });

  it.each<[string, Grants, RegExp]>([
    [
      "nothing of the replica",
      { west: [] },
      /missing-permission: .*needs dynamodb:GetItem, dynamodb:Query.* on .*us-west-2/,
    ],
    [
      "only one read of the replica",
      { west: ["dynamodb:GetItem"] },
      /missing-permission: .*dynamodb:Query.* on .*us-west-2/,
    ],
    [
      "one read of the home Region only there",
      { home: ["dynamodb:Query", "dynamodb:PutItem"] },
      /missing-permission: .*dynamodb:GetItem.* on .*us-east-1/,
    ],
    ["not the replica's key", { key: "${aws_kms_key.home.arn}" }, /missing-permission: .*kms:Decrypt.* on .*us-west-2/],
    [
      "a write to the replica",
      { west: ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:DeleteItem"] },
      /unused-permission: .*dynamodb:DeleteItem/,
    ],
    [
      "every Region",
      { westOn: "arn:aws:dynamodb:*:111122223333:table/orders" },
      /too-wide: .* on arn:aws:dynamodb:xx-plumbline-1:/,
    ],
  ])("FLAG-13 is found out where a function is granted %s", (_, grants, fault) => {
    expect(proofWith(grants).faults).toContainEqual(expect.stringMatching(fault));
  });
});
