/**
 * The answer to a question about a policy, where "unknown" is an answer too (Kleene's three-valued logic): what is
 * certain whatever the unknown turns out to be stays certain.
 */
export type Ternary = boolean | "unknown";

export function not(answer: Ternary): Ternary {
  return answer === "unknown" ? "unknown" : !answer;
}

export function and(...answers: readonly Ternary[]): Ternary {
  if (answers.includes(false)) return false;
  return answers.includes("unknown") ? "unknown" : true;
}

export function or(...answers: readonly Ternary[]): Ternary {
  if (answers.includes(true)) return true;
  return answers.includes("unknown") ? "unknown" : false;
}
