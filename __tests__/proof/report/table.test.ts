import { describe, expect, it } from "@jest/globals";
import { tableReport } from "../../../modules/proof/report/table";
import { someCall, someEdge, someFinding, someStack } from "./some-proof";

describe("the table of a proof", () => {
  it("shows each connection with its verdict and the statement that allows it", () => {
    expect(tableReport([someStack()])).toBe(
      `shop (cdktf.out/stacks/shop/cdk.tf.json): 1 connection, nothing found

From                   To                    Connection    Verdict  Evidence
─────────────────────  ────────────────────  ────────────  ───────  ────────────────────────────────────────
aws_sns_topic.changes  aws_sqs_queue.orders  subscription  allowed  aws_sqs_queue_policy.orders (TopicSends)
`,
    );
  });

  it("gives each block a line, with each of its statements once", () => {
    const key = { address: "aws_kms_key.key", sid: "Topics" };
    const calls = [
      someCall(),
      someCall({ evidence: [key] }),
      someCall({ evidence: [key, { ...key, sid: "Account" }] }),
      someCall({ evidence: [{ address: "aws_iam_role.orders" }] }),
    ];
    const lines = tableReport([someStack({ edges: [someEdge({ calls })] })]).split("\n");
    expect(lines.slice(4, 7).map((line) => line.trim().split(/ {2,}/).at(-1))).toEqual([
      "aws_sqs_queue_policy.orders (TopicSends)",
      "aws_kms_key.key (Topics, Account)",
      "aws_iam_role.orders",
    ]);
  });

  it.each([
    ["denied", [], "sqs:SendMessage: no statement allows it"],
    [
      "explicitly denied",
      [{ address: "aws_sqs_queue_policy.a", sid: "No" }],
      "sqs:SendMessage: explicitly denied by aws_sqs_queue_policy.a (No)",
    ],
    ["unknown", [], "sqs:SendMessage: cannot be told"],
  ] as const)("says what is %s by its action", (verdict, evidence, line) => {
    const edge = someEdge({ verdict, calls: [someCall({ verdict, evidence })] });
    const cells = tableReport([someStack({ edges: [edge] })])
      .trimEnd()
      .split(/ {2,}/);
    expect(cells.slice(-2)).toEqual([verdict, line]);
  });

  it("says of a connection that needs no permission that it needs none", () => {
    expect(tableReport([someStack({ edges: [someEdge({ calls: [] })] })])).toContain("needs no permission");
  });

  it("lists findings below, with block, construct, fault and remedy", () => {
    const finding = someFinding({ path: "shop/orders/policy" });
    expect(tableReport([someStack({ findings: [finding, finding] })])).toContain(`2 findings

From`);
    expect(tableReport([someStack({ edges: [], findings: [finding] })])).toBe(
      `shop (cdktf.out/stacks/shop/cdk.tf.json): no connections, 1 finding

missing-permission: aws_sqs_queue_policy.orders [shop/orders/policy]
  sns.amazonaws.com may not sqs:SendMessage on aws_sqs_queue.orders
  Remedy: Add the statement
`,
    );
  });
});
