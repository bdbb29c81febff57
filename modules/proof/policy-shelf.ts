import { type Finding, isUnknown, type Policy, type Resource } from "./model";
import { readPolicyJson, UNREADABLE } from "./policy-json";

/** Policies by the ARN of what they are attached to. */
export class PolicyShelf {
  private readonly byArn = new Map<string, Policy[]>();

  constructor(readonly report: (finding: Finding) => void) {}

  of(arn: string): readonly Policy[] {
    return this.byArn.get(arn) ?? [];
  }

  /** Reads the policy that an argument of a block holds; one that can't be read is a finding and UNKNOWN. */
  addText(arn: string, holder: Resource, text: unknown): void {
    const statements = readPolicyJson(text);
    if (statements === undefined || isUnknown(statements)) {
      this.report(unreadable(holder, text));
    }
    this.add(arn, { address: holder.address, statements: statements ?? UNREADABLE });
  }

  add(arn: string, policy: Policy): void {
    const policies = this.byArn.get(arn);
    if (policies === undefined) {
      this.byArn.set(arn, [policy]);
    } else {
      policies.push(policy);
    }
  }
}

/** @returns a finding on a block, with the path of its construct where that is known. */
export function findingOn({ address, path }: Resource, rule: string, fault: string, remedy: string): Finding {
  return { rule, address, ...(path === undefined ? {} : { path }), fault, remedy };
}

function unreadable(holder: Resource, text: unknown): Finding {
  const shown = String(typeof text === "string" ? text : JSON.stringify(text)).slice(0, 200);
  return findingOn(
    holder,
    "unreadable-policy",
    `its policy can't be read to the end: ${shown}`,
    isUnknown(text)
      ? "Refer to what this configuration holds, give its variables values, or prove a plan of what has been applied."
      : "Write it as JSON with jsonencode or aws_iam_policy_document, in the grammar of IAM.",
  );
}
