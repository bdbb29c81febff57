import { referencesIn } from "../expressions";
import { type GivenName, givenNames } from "../named-types";
import type { Rule } from "../rule";
import type { SynthesizedStack } from "../synthesized-stack";

export const nameWithoutEnvironment: Rule = {
  id: "name-without-environment",
  requirements: ["ALL-03"],
  check: (stack) =>
    givenNames(stack).flatMap((given) => {
      const lacking = lackingIn(stack, given);
      return lacking.length === 0 || takesNameFromResource(stack, given)
        ? []
        : [
            {
              address: given.block.address,
              fault: `its ${given.argument} '${given.name}' lacks ${lacking.join(" and ")}`,
              remedy: "Name it <system>-<part>-${var.environment}, so that two environments live in one account",
            },
          ];
    }),
};

function lackingIn({ systemNames }: SynthesizedStack, { name }: GivenName): readonly string[] {
  const hasSystem = systemNames.some((system) => name.includes(system));
  const hasEnvironment = referencesIn(name).has("var.environment");
  return [...(hasSystem ? [] : [`the system '${systemNames[0]}'`]), ...(hasEnvironment ? [] : ["${var.environment}"])];
}

/** A log group named after its function is as unique as the function. */
function takesNameFromResource(stack: SynthesizedStack, { name }: GivenName): boolean {
  return stack.referred(name).some(({ address }) => address.startsWith("aws_"));
}
