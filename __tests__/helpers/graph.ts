import { covers } from "../../modules/guardrails/policies";
import { statementsOf } from "../../modules/guardrails/roles";
import { type Block, SynthesizedStack } from "../../modules/guardrails/synthesized-stack";
import type { TerraformJson } from "../../modules/guardrails/terraform-json";
import type { Target } from "../../modules/target";

/**
 * The references between the blocks of a synthesized stack: says *which* resource is connected to which, where
 * cdktf's matchers say only that some resource is.
 */
export class Graph {
  readonly json: TerraformJson;
  private readonly stack: SynthesizedStack;

  constructor(json: TerraformJson, target: Target = "aws") {
    this.json = json;
    this.stack = new SynthesizedStack(json, { target, systemNames: [] });
  }

  /** @throws when there is no block of this address, naming those of its type. */
  block(address: string): Block {
    const block = this.stack.block(address);
    if (block !== undefined) return block;
    const type = address.slice(0, address.lastIndexOf("."));
    const others = this.stack.resources(type).map((other) => other.address);
    throw new Error(`There is no ${address}; of its type there are: ${others.join(", ") || "none"}.`);
  }

  /** @returns an argument of a block: `argument("aws_lambda_function.items", "tracing_config", "mode")`. */
  argument(address: string, ...path: readonly string[]): unknown {
    let value: unknown = this.block(address).attributes;
    for (const key of path) {
      if (Array.isArray(value) && value.length === 1 && !/^\d+$/.test(key)) value = value[0];
      value = (value as Record<string, unknown> | undefined)?.[key];
    }
    return value;
  }

  /** @returns the addresses of one type. */
  all(type: string): readonly string[] {
    return this.stack.resources(type).map(({ address }) => address);
  }

  /** @returns the addresses that one argument of a block refers to. */
  references(address: string, ...path: readonly string[]): readonly string[] {
    return this.stack.referred(this.argument(address, ...path)).map((block) => block.address);
  }

  /** @returns the blocks of a type that refer to an address in the given argument. */
  referrers(type: string, argument: string, address: string): readonly string[] {
    return this.all(type).filter((candidate) => this.references(candidate, argument).includes(address));
  }

  /** @returns the role that a function or a delivery stream runs under. */
  roleOf(address: string): string {
    const roles = this.stack
      .referred(this.block(address).attributes)
      .map((block) => block.address)
      .filter((candidate) => candidate.startsWith("aws_iam_role."));
    if (roles.length !== 1)
      throw new Error(`${address} refers to ${roles.length} roles, not one: ${roles.join(", ")}.`);
    return roles[0] as string;
  }

  /** @returns whether the role of a function allows an action on exactly this resource, as its policy names it. */
  allows(user: string, action: string, resource: string): boolean {
    return statementsOf(this.stack, this.block(this.roleOf(user))).some(
      ({ effect, actions, resources }) =>
        effect === "Allow" && actions.some((pattern) => covers(pattern, action)) && resources.includes(resource),
    );
  }

  /** @returns every resource that the role of a function may use an action on. */
  resourcesFor(user: string, action: string): readonly string[] {
    return statementsOf(this.stack, this.block(this.roleOf(user)))
      .filter(({ effect, actions }) => effect === "Allow" && actions.some((pattern) => covers(pattern, action)))
      .flatMap(({ resources }) => resources);
  }

  /** @returns the statements of a resource policy, parsed: `policy("aws_sqs_queue_policy.events_policy")`. */
  policy(address: string): readonly Record<string, unknown>[] {
    return JSON.parse(String(this.argument(address, "policy"))).Statement;
  }
}
