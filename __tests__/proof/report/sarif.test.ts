import { describe, expect, it } from "@jest/globals";
import type { Log, Result, Run } from "sarif";
import { sarifReport } from "../../../modules/proof/report/sarif";
import { someFinding, someStack } from "./some-proof";

const TEXT = JSON.stringify(
  { resource: { aws_sqs_queue: { orders: {} }, aws_sqs_queue_policy: { other: {}, orders: { policy: "" } } } },
  undefined,
  2,
);

function report(...findings: readonly ReturnType<typeof someFinding>[]): { log: Log; run: Run; results: Result[] } {
  const log = JSON.parse(sarifReport([someStack({ findings }, TEXT)])) as Log;
  const run = log.runs[0] as Run;
  return { log, run, results: run.results ?? [] };
}

describe("the SARIF of a proof", () => {
  it("is of version 2.1.0 and says which tool made it", () => {
    const { log, run } = report();
    expect(log).toMatchObject({ version: "2.1.0", $schema: expect.stringContaining("sarif-2.1.0") });
    expect(run.tool.driver.name).toBe("Plumbline");
    expect(run.results).toEqual([]);
  });

  it("points each finding at its line of the file, its block and its construct", () => {
    const { results } = report(someFinding({ path: "shop/orders/policy" }));
    expect(results[0]?.locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: "cdktf.out/stacks/shop/cdk.tf.json" },
          region: { startLine: 1 + TEXT.split("\n").indexOf('      "orders": {') },
        },
        logicalLocations: [
          { fullyQualifiedName: "aws_sqs_queue_policy.orders", kind: "resource" },
          { fullyQualifiedName: "shop/orders/policy", kind: "object" },
        ],
      },
    ]);
  });

  it("points at the first line where a block has none of its own", () => {
    const { results } = report(
      someFinding({ address: "module.a.aws_sqs_queue.b[0]" }),
      someFinding({ address: "aws_sqs_queue.none" }),
    );
    expect(results.map(({ locations }) => locations?.[0]?.physicalLocation?.region?.startLine)).toEqual([1, 1]);
  });

  it("says fault and remedy", () => {
    expect(report(someFinding()).results[0]?.message.text).toBe(
      "sns.amazonaws.com may not sqs:SendMessage on aws_sqs_queue.orders. Add the statement.",
    );
  });

  it("describes every rule it names, once, where its index says", () => {
    const { run, results } = report(
      someFinding({ rule: "unused-permission" }),
      someFinding(),
      someFinding({ address: "aws_sqs_queue_policy.other" }),
    );
    const rules = run.tool.driver.rules ?? [];
    expect(rules.map(({ id }) => id)).toEqual(["missing-permission", "unused-permission"]);
    for (const rule of rules) {
      expect(rule.shortDescription?.text).toMatch(/\S/);
      expect(rule.help?.text).toMatch(/\S/);
    }
    for (const { ruleId, ruleIndex } of results) expect(rules[ruleIndex ?? -1]?.id).toBe(ruleId);
  });

  it("gives a finding the same fingerprint wherever its block moves, and different findings different ones", () => {
    const fingerprint = (text: string, address: string) =>
      (JSON.parse(sarifReport([someStack({ findings: [someFinding({ address })] }, text)])) as Log).runs[0]
        ?.results?.[0]?.partialFingerprints;
    expect(fingerprint(TEXT, "aws_sqs_queue_policy.orders")).toEqual(fingerprint("{}", "aws_sqs_queue_policy.orders"));
    expect(fingerprint(TEXT, "aws_sqs_queue_policy.orders")).not.toEqual(
      fingerprint(TEXT, "aws_sqs_queue_policy.other"),
    );
  });
});
