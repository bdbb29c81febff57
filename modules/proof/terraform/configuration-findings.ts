import type { Finding } from "../model";

export function unknownReference(address: string, reference: string): Finding {
  return {
    rule: "unknown-reference",
    address,
    fault: `refers to ${reference}, which this configuration doesn't have`,
    remedy: `Correct the name, or add ${reference} to the configuration.`,
  };
}

export function cycle(reference: string): Finding {
  return {
    rule: "reference-cycle",
    address: reference,
    fault: `${reference} is made of itself`,
    remedy: "Take one of the references in the circle out.",
  };
}

export function unknownCount(address: string, argument: "count" | "for_each"): Finding {
  return {
    rule: "unknown-count",
    address,
    fault: `how many there are can't be told from its ${argument}`,
    remedy: "Give the variables that it depends on a value, or prove a plan (terraform show -json).",
  };
}

export function unreadableModule(name: string): Finding {
  return {
    rule: "unreadable-module",
    address: `module.${name}`,
    fault: "what the module holds is not in this JSON",
    remedy: "Prove a plan (terraform show -json), which holds the resources of all modules.",
  };
}
