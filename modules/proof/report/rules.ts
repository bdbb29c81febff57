/** What a rule of the proof holds, for a reader who meets its id in a code review. */
export interface RuleDescription {
  /** One line. */
  readonly title: string;
  /** What to do about a finding. */
  readonly help: string;
}

const RULES: Readonly<Record<string, RuleDescription>> = {};

/** @returns what a rule is about; of one without a description, its id in words. */
export function describeRule(id: string): RuleDescription {
  const words = id.replaceAll("-", " ");
  return (
    RULES[id] ?? { title: `${words.charAt(0).toUpperCase()}${words.slice(1)}`, help: "The message has the remedy." }
  );
}
