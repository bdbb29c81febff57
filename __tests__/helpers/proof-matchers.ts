import { expect } from "@jest/globals";
import { readGrants } from "../../modules/proof/graph";
import type { Finding } from "../../modules/proof/model";
import { type Proof, prove } from "../../modules/proof/proof";
import { evidenceLines } from "../../modules/proof/report/evidence";
import { readWorld } from "../../modules/proof/world";
import { grantedTo } from "./granted-actions";
import { Graph } from "./graph";

/*
 * Matchers over Terraform JSON. A test imports this file for its effect:
 *
 *   import "../helpers/proof-matchers";
 *   expect(stack).toConnect("aws_sns_topic.orders", "aws_sqs_queue.orders");
 */

declare module "expect" {
  interface Matchers<R> {
    /** Every connection is allowed, and nothing else is granted. */
    toBeWired(): R;
    /** There is a connection between two addresses, and all that it takes is allowed. */
    toConnect(from: string, to: string): R;
    /** The role of a function is granted these actions, and no others. */
    toGrantOnly(fn: string, actions: readonly string[]): R;
  }
}

interface Outcome {
  readonly pass: boolean;
  message(): string;
}

expect.extend({ toBeWired, toConnect, toGrantOnly });

function toBeWired(stack: unknown): Outcome {
  const { edges, findings } = proofOf(stack);
  return {
    pass: findings.length === 0,
    message: () =>
      findings.length === 0
        ? `All connections (${edges.length}) are allowed and nothing else is granted; something was expected to be found.`
        : `Found in the wiring:\n${describe(findings)}`,
  };
}

function toConnect(stack: unknown, from: string, to: string): Outcome {
  const { edges, findings } = proofOf(stack);
  const between = edges.filter((edge) => edge.from === from && edge.to === to);
  const refused = between.filter(({ verdict }) => verdict !== "allowed");
  if (between.length === 0) {
    const others = (end: "from" | "to", address: string) =>
      edges.filter((edge) => edge[end] === address).map((edge) => `${edge.from} → ${edge.to} (${edge.kind})`);
    const near = [...others("from", from), ...others("to", to)];
    return {
      pass: false,
      message: () =>
        `Nothing connects ${from} to ${to}. Connections of either: ${near.length === 0 ? "none" : `\n${listOf(near)}`}`,
    };
  }
  if (refused.length === 0) {
    return { pass: true, message: () => `${from} is connected to ${to}:\n${listOf(between.flatMap(evidenceLines))}` };
  }
  const about = findings.filter(({ fault }) => fault.startsWith(`${from} → ${to} (`));
  return {
    pass: false,
    message: () => `${from} is not connected to ${to}:\n${listOf(refused.flatMap(evidenceLines))}\n${describe(about)}`,
  };
}

function toGrantOnly(stack: unknown, fn: string, actions: readonly string[]): Outcome {
  const world = readWorld(jsonOf(stack));
  const { role, granted } = grantedTo(world, readGrants(world), fn);
  const excess = granted.filter(({ action }) => !actions.includes(action));
  const missing = actions.filter((action) => !granted.some((grant) => grant.action === action));
  const lines = [
    ...excess.map(({ action, place }) => `take ${action} out of ${place}`),
    ...missing.map((action) => `allow ${action} in a policy of ${role}`),
  ];
  return {
    pass: lines.length === 0,
    message: () =>
      lines.length === 0
        ? `${fn} is granted ${actions.join(", ")} and nothing else.`
        : `What ${fn} is granted differs:\n${listOf(lines)}`,
  };
}

function proofOf(stack: unknown): Proof {
  return prove(jsonOf(stack));
}

function jsonOf(stack: unknown): unknown {
  return stack instanceof Graph ? stack.json : stack;
}

function describe(findings: readonly Finding[]): string {
  return listOf(findings.map(({ rule, address, fault, remedy }) => `${rule}: ${address}\n    ${fault}\n    ${remedy}`));
}

function listOf(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}`).join("\n");
}
