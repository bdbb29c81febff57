import type { Principal, Resource, World } from "../model";
import { text } from "./attributes";

/** A world with the look-ups that the rules share, each made once. */
export class View {
  private readonly types = new Map<string, Resource[]>();
  private readonly names = new Map<string, Resource>();

  constructor(readonly world: World) {
    for (const resource of world.resources) {
      const same = this.types.get(resource.type);
      if (same === undefined) this.types.set(resource.type, [resource]);
      else same.push(resource);
      for (const name of namesOf(resource)) {
        const key = keyOf(resource.type, name);
        // The first has the name: a data source often names what a resource makes.
        if (!this.names.has(key)) this.names.set(key, resource);
      }
    }
  }

  /** @returns the resources of a type, in the order of the configuration. */
  ofType(type: string): readonly Resource[] {
    return this.types.get(type) ?? [];
  }

  /** @returns the resource of a type that an ARN, id, name or URL names. */
  named(type: string, name: string | undefined): Resource | undefined {
    return name === undefined ? undefined : this.names.get(keyOf(type, name));
  }

  /** @returns the function behind an ARN or name, which may carry an alias or a version. */
  functionOf(nameOrArn: string | undefined): Resource | undefined {
    const alias = this.named("aws_lambda_alias", nameOrArn);
    // An alias is of a function, never of an alias, whatever a configuration says.
    return this.functionNamed(nameOrArn) ?? this.functionNamed(text(alias?.attributes, "function_name"));
  }

  private functionNamed(nameOrArn: string | undefined): Resource | undefined {
    if (nameOrArn === undefined) return undefined;
    const found = this.named("aws_lambda_function", nameOrArn);
    if (found !== undefined) return found;
    const unqualified = /^(arn:[^:]*:lambda:[^:]*:[^:]*:function:[^:]+|[^:]+):[^:]+$/.exec(nameOrArn)?.[1];
    return unqualified === undefined ? undefined : this.named("aws_lambda_function", unqualified);
  }

  /** @returns whoever acts under a role, known to this configuration or not. */
  role(arn: string): Principal {
    const role = this.named("aws_iam_role", arn);
    return { kind: "role", address: role?.address ?? arn, arn };
  }

  /** @returns the address of what an ARN names, or the ARN itself where another configuration has it. */
  address(arn: string): string {
    return (this.functionOf(arn) ?? this.world.owner(arn))?.address ?? arn;
  }
}

/** What other resources refer to one by. */
const NAMES = ["arn", "id", "name", "url", "bucket", "function_name", "key_id", "qualified_arn"];

function namesOf({ attributes }: Resource): readonly string[] {
  return NAMES.flatMap((name) => text(attributes, name) ?? []);
}

function keyOf(type: string, name: string): string {
  return `${type} ${name}`;
}
