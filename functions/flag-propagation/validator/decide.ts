import { brokenAdvisory, brokenCritical } from "../rules/evaluate";
import { subjectOf } from "../rules/read-subject";
import type { RuleContext } from "../rules/subject";
import type { StreamWrite } from "./stream-write";

/** @returns the ids of all critical rules that the write breaks. */
export function broken(write: StreamWrite, context: RuleContext): readonly string[] {
  return brokenCritical(subjectOf(write.record, write.previous, context)).map(({ id }) => id);
}

/** @returns the ids of all advisory rules that it breaks. */
export function advisories(write: StreamWrite, context: RuleContext): readonly string[] {
  return brokenAdvisory(subjectOf(write.record, write.previous, context)).map(({ id }) => id);
}
