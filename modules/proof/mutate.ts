import type { Finding, Resource, World } from "./model";
import { policyMutations } from "./mutations/policies";
import { argumentMutations, removals } from "./mutations/resources";

/** A configuration with one thing wrong in it. */
export interface Mutant {
  /** `aws_iam_role_policy.items: without ReadItems`. */
  readonly description: string;
  /** Address of the block that was changed. */
  readonly address: string;
  readonly world: World;
}

/** One change of one block: it is gone, or has other attributes. */
export interface Mutation {
  readonly what: string;
  readonly attributes: Resource["attributes"] | "removed";
}

/** @returns the world with each statement, permission, trigger, source and variable taken out or widened in turn. */
export function mutantsOf(world: World): readonly Mutant[] {
  return world.resources
    .filter(({ mode }) => mode === "managed")
    .flatMap((resource) =>
      [...policyMutations(resource), ...argumentMutations(resource), ...removals(resource)].map((mutation) => ({
        description: `${resource.address}: ${mutation.what}`,
        address: resource.address,
        world: changed(world, resource, mutation),
      })),
    );
}

/** @returns the mutants in which a check finds nothing that it does not find in the world as it is. */
export function survivors(world: World, check: (world: World) => readonly Finding[]): readonly Mutant[] {
  const known = new Set(check(world).map(identityOf));
  return mutantsOf(world).filter((mutant) => check(mutant.world).every((finding) => known.has(identityOf(finding))));
}

/** What a mutation takes out names others and is named by none, so that everything else stays as it was read. */
function changed(world: World, resource: Resource, { attributes }: Mutation): World {
  const other = attributes === "removed" ? undefined : { ...resource, attributes };
  return {
    ...world,
    resources: world.resources.flatMap((one) => (one === resource ? (other ?? []) : [one])),
    resource: (address) => (address === resource.address ? other : world.resource(address)),
    owner: (arn) => {
      const owner = world.owner(arn);
      return owner === resource ? other : owner;
    },
  };
}

function identityOf({ rule, address, fault }: Finding): string {
  return `${rule} ${address} ${fault}`;
}
