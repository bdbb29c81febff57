import type { Finding, Rule } from "../rule";
import { firstNested, isAttributes, text } from "../terraform-json";

/** A range within one major version: the caller of a module chooses the release, the lock file holds it. */
const CONSTRAINTS: Readonly<Record<string, string>> = { aws: "~> 5.0", random: "~> 3.5" };

export const providerOutsideConstraint: Rule = {
  id: "provider-outside-constraint",
  requirements: ["ALL-01"],
  check: ({ json }) => {
    const required = firstNested(json.terraform?.required_providers);
    const usesRandom = Object.keys(json.resource ?? {}).some((type) => type.startsWith("random_"));
    const needed = usesRandom ? ["aws", "random"] : ["aws"];
    return [
      ...needed.filter((name) => required[name] === undefined).map(missing),
      ...Object.entries(required).flatMap(([name, given]) =>
        needed.includes(name) ? outside(name, isAttributes(given) ? text(given.version) : "") : unneeded(name),
      ),
    ];
  },
};

function missing(name: string): Finding {
  return {
    address: "terraform",
    fault: `required_providers lacks ${name}`,
    remedy: `Require ${name} with version = "${CONSTRAINTS[name]}"`,
  };
}

function outside(name: string, version: string): readonly Finding[] {
  const constraint = CONSTRAINTS[name];
  return version === constraint
    ? []
    : [
        {
          address: "terraform",
          fault: `required_providers asks for ${name} '${version}'`,
          remedy: `Set version = "${constraint}"`,
        },
      ];
}

function unneeded(name: string): Finding {
  return {
    address: "terraform",
    fault: `required_providers names ${name}, which no resource of this stack needs`,
    remedy: "Remove the provider; a stack uses aws, and random where it makes a secret",
  };
}
