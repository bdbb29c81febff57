import { Refusal } from "./flags-client";
import { count, pairs } from "./text";

/** An error's message, and below it each fault and each broken rule on a line of its own. */
export function explain(error: Error): string {
  if (!(error instanceof Refusal)) return error.message;
  const { detail, title, errors = [], correlation_id } = error.problem;
  const lines = [opening(error) ?? detail ?? title ?? error.message];
  if (errors.length > 0) lines.push(...pairs(errors.map(fault)));
  if (error.status >= 500 && correlation_id) lines.push(`  Correlation id: ${correlation_id}`);
  return lines.join("\n");
}

function opening({ problem, ...error }: Refusal): string | undefined {
  const { errors = [], title } = problem;
  if (problem.type === "urn:plumbline:problem:flag-breaks-rules") {
    return `Refused: it breaks ${count(errors.length, "rule")}. Nothing was written.`;
  }
  if (error.status !== 422 && error.status !== 400) return undefined;
  return errors.length > 0 && title ? `${title}. Nothing was written.` : undefined;
}

/** `TARGET-03: sentence` of a rule, or the place of a fault and what is wrong there. */
function fault({ pointer, detail }: { pointer: string; detail: string }): readonly [string, string] {
  const rule = /^([A-Z]+-\d+): (.*)$/s.exec(detail);
  if (rule !== null) return [rule[1] ?? "", rule[2] ?? ""];
  return [pointer === "" ? "the whole" : pointer, detail];
}
