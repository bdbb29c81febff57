import type { Rule } from "../../modules/guardrails/rule";
import { SynthesizedStack } from "../../modules/guardrails/synthesized-stack";
import { messageOf, violationsIn } from "../../modules/guardrails/violation";
import type { Target } from "../../modules/target";
import { at, compliant, type EditableJson } from "./compliant";

/** Breaks one thing in the compliant stack. */
export type Break = (json: EditableJson) => void;

/** @returns what a rule says to the compliant stack once it is broken. */
export function messagesOf(rule: Rule, breakIt: Break, target: Target = "aws"): readonly string[] {
  const json = compliant();
  breakIt(json);
  const stack = new SynthesizedStack(json, { target, systemNames: ["orders"] });
  return violationsIn(stack, [rule], "orders").map(messageOf);
}

/** Sets arguments of one resource; undefined removes one. Adds the resource at `orders/<name>` if there is none. */
export function set(address: string, attributes: Record<string, unknown>): Break {
  const [type = "", name = ""] = address.split(".");
  return (json) => {
    json.resource[type] ??= {};
    const resources = json.resource[type];
    resources[name] = { ...(resources[name] ?? at(name, {})), ...attributes };
  };
}

/** Removes one resource. */
export function remove(address: string): Break {
  const [type = "", name = ""] = address.split(".");
  return (json) => {
    delete json.resource[type]?.[name];
  };
}
