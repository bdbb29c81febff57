import type { RuleCategory } from "../../functions/flag-propagation/rules/rules";

/** @returns the page of the rules that a flag has to keep: a table a category, a row a rule. */
export function flagRulesPage(categories: readonly RuleCategory[]): string {
  const rules = categories.flatMap((category) => category.rules);
  const critical = rules.filter(({ severity }) => severity === "critical").length;
  return `${[
    "# Rules of flags",
    "<!-- npm run docs writes this page: change the rules in functions/flag-propagation/rules instead -->",
    `The ${rules.length} rules that every version of a flag is held to before it reaches a service. A version that breaks one or more of the ${critical} critical rules is not propagated; all that it breaks are reported together, by their ids. The ${rules.length - critical} advisory rules are decided aside: what breaks them is told and never held up.`,
    ...categories.map(section),
  ].join("\n\n")}\n`;
}

function section({ title, rules }: RuleCategory): string {
  const rows = rules.map(({ id, severity, sentence }) => `| ${id} | ${severity} | ${cell(sentence)} |`);
  return [`## ${title} (${rules.length})`, "", "| Rule | Severity | What holds |", "| --- | --- | --- |", ...rows].join(
    "\n",
  );
}

/** Text that a table's cell shows as it is. */
function cell(text: string): string {
  return text.replace(/[|\\<>*_`$]/g, (character) => `\\${character}`);
}
