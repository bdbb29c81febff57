import { DEPRECATED_ARGUMENTS, DEPRECATED_NESTED_ARGUMENTS } from "../deprecated-in-provider-5";
import type { Finding, Rule } from "../rule";
import { isSet, nested } from "../terraform-json";

export const deprecatedArgument: Rule = {
  id: "deprecated-argument",
  requirements: ["ALL-08"],
  check: (stack) => [
    ...Object.entries(DEPRECATED_ARGUMENTS).flatMap(([type, replacements]) =>
      stack.resources(type).flatMap(({ address, attributes }) =>
        Object.entries(replacements)
          .filter(([argument]) => isSet(attributes[argument]))
          .map(([argument, remedy]) => deprecated(address, argument, remedy)),
      ),
    ),
    ...Object.entries(DEPRECATED_NESTED_ARGUMENTS).flatMap(([type, replacements]) =>
      stack.resources(type).flatMap(({ address, attributes }) =>
        Object.entries(replacements)
          .filter(([path]) => isSetWithin(attributes, path))
          .map(([path, remedy]) => deprecated(address, path, remedy)),
      ),
    ),
  ],
};

function isSetWithin(attributes: Readonly<Record<string, unknown>>, path: string): boolean {
  const [block = "", argument = ""] = path.split(".");
  return nested(attributes[block]).some((inner) => isSet(inner[argument]));
}

function deprecated(address: string, argument: string, remedy: string): Finding {
  return { address, fault: `the argument ${argument} is deprecated in provider 5.x`, remedy };
}
