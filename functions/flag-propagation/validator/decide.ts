import { brokenAdvisory, brokenCritical } from "../rules/evaluate";
import { subjectOf } from "../rules/read-subject";
import type { RuleContext, Subject } from "../rules/subject";
import type { StreamWrite } from "./stream-write";

export function subjectOfWrite({ record, previous }: StreamWrite, context: RuleContext): Subject {
  return subjectOf(record, context, previous);
}

/** @returns the ids of all critical rules that the write breaks. */
export function broken(subject: Subject): readonly string[] {
  return brokenCritical(subject).map(({ id }) => id);
}

/** @returns the ids of all advisory rules that it breaks. */
export function advisories(subject: Subject): readonly string[] {
  return brokenAdvisory(subject).map(({ id }) => id);
}
