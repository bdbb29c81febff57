import { referencesIn } from "../expressions";
import { type GivenName, givenNames } from "../named-types";
import type { Rule } from "../rule";
import type { SynthesizedStack } from "../synthesized-stack";

export const nameWithoutEnvironment: Rule = {
  id: "name-without-environment",
  requirements: ["ALL-03"],
  check: (stack) =>
    givenNames(stack)
      .filter((given) => !takesNameFromResource(stack, given))
      .flatMap(({ block, argument, name }) => {
        const lacking = [
          ...(stack.systemNames.some((system) => name.includes(system))
            ? []
            : [`the system '${stack.systemNames[0]}'`]),
          ...(referencesIn(name).has("var.environment") ? [] : ["${var.environment}"]),
        ];
        return lacking.length === 0
          ? []
          : [
              {
                address: block.address,
                fault: `its ${argument} '${name}' lacks ${lacking.join(" and ")}`,
                remedy: "Name it <system>-<part>-${var.environment}, so that two environments live in one account",
              },
            ];
      }),
};

/** A log group named after its function is as unique as the function. */
function takesNameFromResource(stack: SynthesizedStack, { name }: GivenName): boolean {
  return stack.referred(name).some(({ address }) => address.startsWith("aws_"));
}
