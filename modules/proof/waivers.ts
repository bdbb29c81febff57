import type { Finding } from "./model";
import { covers } from "./patterns";

/** Lets findings stand, for a reason that a reader can weigh. */
export interface ProofWaiver {
  /** `too-wide`. */
  readonly rule: string;
  /** Address of the block, or a pattern of addresses: `aws_iam_role_policy.*`. */
  readonly address: string;
  /** Why it is right here, in a sentence. */
  readonly reason: string;
  /** Narrows it to findings whose fault holds this text. @default all of the rule at the address */
  readonly about?: string;
}

/** Shorter than this, a reason only repeats that there is one. */
const SHORTEST_REASON = 15; // characters

/** @returns the findings that no waiver covers, and one for each waiver that covers none or gives no reason. */
export function withoutWaived(findings: readonly Finding[], waivers: readonly ProofWaiver[]): readonly Finding[] {
  const isCovered = (finding: Finding) => waivers.some((waiver) => isReasoned(waiver) && fits(waiver, finding));
  return [
    ...findings.filter((finding) => !isCovered(finding)),
    ...waivers.filter((waiver) => !isReasoned(waiver)).map(unreasoned),
    ...waivers.filter((waiver) => isReasoned(waiver) && !findings.some((finding) => fits(waiver, finding))).map(stale),
  ];
}

function fits({ rule, address, about }: ProofWaiver, finding: Finding): boolean {
  return (
    finding.rule === rule && covers(address, finding.address) && (about === undefined || finding.fault.includes(about))
  );
}

function isReasoned({ reason }: ProofWaiver): boolean {
  return reason.trim().length >= SHORTEST_REASON && /\S\s+\S/.test(reason);
}

function unreasoned({ rule, address, reason }: ProofWaiver): Finding {
  const fault = `the waiver of ${rule} gives the reason '${reason}', which explains nothing`;
  return {
    rule: "waiver-without-reason",
    address,
    fault,
    remedy: `Say in ${SHORTEST_REASON} characters or more why the rule does not hold`,
  };
}

function stale({ rule, address, reason }: ProofWaiver): Finding {
  const fault = `the waiver of ${rule} ("${reason}") covers no finding`;
  return { rule: "stale-waiver", address, fault, remedy: "Remove the waiver" };
}
