import { createHash } from "node:crypto";
import type { Log, LogicalLocation, ReportingDescriptor, Result } from "sarif";
import type { Finding } from "../model";
import { lineOf } from "./line-of";
import type { ProvenStack } from "./proven-stack";
import { describeRule } from "./rules";

/** For code review: SARIF 2.1.0, in which each finding has its file, its block and its remedy. */
export function sarifReport(stacks: readonly ProvenStack[]): string {
  const ids = stacks.flatMap(({ proof }) => proof.findings.map(({ rule }) => rule));
  const rules = [...new Set(ids)].sort();
  const results = stacks.flatMap((stack) =>
    stack.proof.findings.map((finding) => result(stack, finding, rules.indexOf(finding.rule))),
  );
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver: { name: "Plumbline", rules: rules.map(descriptor) } }, results }],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function descriptor(id: string): ReportingDescriptor {
  const { title, help } = describeRule(id);
  return {
    id,
    shortDescription: { text: title },
    help: { text: help },
    defaultConfiguration: { level: "error" },
  };
}

function result({ file, text }: ProvenStack, finding: Finding, ruleIndex: number): Result {
  return {
    ruleId: finding.rule,
    ruleIndex,
    level: "error",
    message: { text: `${sentence(finding.fault)} ${sentence(finding.remedy)}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: encodeURI(file) },
          region: { startLine: lineOf(text, finding.address) },
        },
        logicalLocations: logicalLocations(finding),
      },
    ],
    // Without the line: the same fault stays one alert when blocks above it come and go.
    partialFingerprints: { "finding/v1": sha256(JSON.stringify([file, finding.rule, finding.address, finding.fault])) },
  };
}

/** The block in Terraform, and the construct that made it. */
function logicalLocations({ address, path }: Finding): LogicalLocation[] {
  const block = { fullyQualifiedName: address, kind: "resource" };
  return path === undefined ? [block] : [block, { fullyQualifiedName: path, kind: "object" }];
}

function sentence(text: string): string {
  return text.endsWith(".") ? text : `${text}.`;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
