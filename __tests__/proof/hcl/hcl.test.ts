import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import type { Finding } from "../../../modules/proof/model";
import { prove } from "../../../modules/proof/proof";
import { CONFIGURATIONS, plan } from "./read-plan";

/** What each fault is found as: rule, and a part of what is said. */
const FAULTS: Readonly<Record<string, readonly (readonly [rule: string, fault: string])[]>> = {
  "api-with-authorizer/authorizer-without-permission": [
    ["missing-permission", "apigateway.amazonaws.com needs lambda:InvokeFunction"],
    ["unused-permission", "aws_lambda_permission.authorizer (ApiInvokesAuthorizer)"],
  ],
  "api-with-authorizer/permission-for-other-api": [
    ["missing-permission", "(POST /notes): apigateway.amazonaws.com needs lambda:InvokeFunction"],
    ["missing-permission", "(GET /notes): apigateway.amazonaws.com needs lambda:InvokeFunction"],
    ["unused-permission", "aws_lambda_permission.notes (ApiInvokesNotes)"],
  ],
  "queue-consumer/queue-policy-of-one-topic": [
    ["missing-permission", 'aws_sns_topic.this["refunds"] → aws_sqs_queue.this (subscription)'],
  ],
  "queue-consumer/short-visibility-timeout": [["visibility-too-short", "hides a message for 30 s"]],
  "queue-consumer/without-delete-message": [["missing-permission", "needs sqs:DeleteMessage"]],
  "queue-consumer/without-kms-decrypt": [["missing-permission", "needs kms:Decrypt"]],
  "scheduled-export/failed-runs-without-permission": [["missing-permission", "needs sqs:SendMessage"]],
  "scheduled-export/permission-for-other-rule": [
    ["missing-permission", "aws_cloudwatch_event_rule.hourly → aws_lambda_function.export (target)"],
    ["unused-permission", "aws_lambda_permission.hourly (HourlyRuleInvokes)"],
  ],
};

function findings(configuration: string, fault?: string): readonly Finding[] {
  return prove(plan(configuration, fault)).findings;
}

describe.each(CONFIGURATIONS)("%s, plain HCL read through a plan", (configuration) => {
  it("is proven, each connection with evidence", () => {
    const { edges } = prove(plan(configuration));
    expect(findings(configuration)).toEqual([]);
    expect(edges.length).toBeGreaterThan(4);
    for (const { calls } of edges) {
      for (const { verdict, evidence } of calls) {
        expect(verdict).toBe("allowed");
        expect(evidence).not.toEqual([]);
      }
    }
  });

  const faults = readdirSync(join(__dirname, configuration, "faults"))
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.replace(".json", ""));

  it.each(faults)("fails if it has the fault: %s", (fault) => {
    const expected = FAULTS[`${configuration}/${fault}`] ?? [];
    expect(findings(configuration, fault)).toEqual(
      expected.map(([rule, said]) => expect.objectContaining({ rule, fault: expect.stringContaining(said) })),
    );
  });
});
