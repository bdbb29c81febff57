import { referencesIn } from "../expressions";
import { type GivenName, givenNames } from "../named-types";
import type { Rule } from "../rule";
import type { SynthesizedStack } from "../synthesized-stack";

/** Where a name may be no longer than this, in characters, the first word of the system must do. */
const SHORT_LIMIT = 40;

export const nameWithoutEnvironment: Rule = {
  id: "name-without-environment",
  requirements: ["ALL-03"],
  check: (stack) =>
    givenNames(stack)
      .filter((given) => !takesNameFromResource(stack, given))
      .flatMap((given) => {
        const { block, argument, name } = given;
        const lacking = [
          ...(carriesSystem(given, stack.system) ? [] : [`the system '${stack.system}'`]),
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

function carriesSystem({ name, limit }: GivenName, system: string): boolean {
  const [firstWord = system] = system.split("-");
  return name.includes(limit <= SHORT_LIMIT ? firstWord : system);
}
