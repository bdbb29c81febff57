import { type Attributes, firstNested, list, nested, text } from "../guardrails/terraform-json";

/** What the configuration in a plan tells of an argument: the names in its expression, not the expression itself. */
export interface Referring {
  /** Address of the module instance that the names are to be read in, `""` for the root. */
  readonly module: string;
  readonly references: readonly string[];
}

/** The modules of a plan's configuration, by which a reference is followed to where it leads. */
export class PlannedModules {
  private readonly root: Attributes;

  constructor(configuration: Attributes) {
    this.root = firstNested(configuration.root_module);
  }

  /** @returns the arguments of a resource as the configuration writes them. */
  expressions(module: string, address: string): Attributes {
    return firstNested(this.resources(module).get(address)?.expressions);
  }

  /** @returns what a reference through a variable or an output stands for, or the reference as it is. */
  follow({ module, references }: Referring): Referring {
    const [reference = ""] = references;
    const [root, name = "", output = ""] = reference.split(".");
    if (root === "var" && module !== "") {
      const call = firstNested(firstNested(this.module(parentOf(module)).module_calls)[callOf(module)]);
      return { module: parentOf(module), references: referencesOf(firstNested(call.expressions)[name]) };
    }
    if (root === "module") {
      const child = `${module === "" ? "" : `${module}.`}module.${name}`;
      return {
        module: child,
        references: referencesOf(firstNested(firstNested(this.module(child).outputs)[output]).expression),
      };
    }
    return { module, references };
  }

  private readonly known = new Map<string, ReadonlyMap<string, Attributes>>();

  private resources(module: string): ReadonlyMap<string, Attributes> {
    const key = withoutKeys(module);
    const known = this.known.get(key);
    if (known !== undefined) {
      return known;
    }
    const resources = new Map(nested(this.module(key).resources).map((resource) => [text(resource.address), resource]));
    this.known.set(key, resources);
    return resources;
  }

  private module(address: string): Attributes {
    return callsOf(address).reduce(
      (module, call) => firstNested(firstNested(firstNested(module.module_calls)[call]).module),
      this.root,
    );
  }
}

/** @returns the names that an argument's expression holds: `aws_sqs_queue.events.arn`, then `aws_sqs_queue.events`. */
export function referencesOf(expression: unknown): readonly string[] {
  return list(firstNested(expression).references).map(text);
}

/** @returns `module.a.module.b` of `module.a[0].module.b["x"]`. */
export function withoutKeys(address: string): string {
  return address.replace(/\[(?:"(?:[^"\\]|\\.)*"|[^\]]*)\]/g, "");
}

function callsOf(module: string): readonly string[] {
  return withoutKeys(module)
    .split(".")
    .filter((_, index) => index % 2 === 1);
}

function callOf(module: string): string {
  return callsOf(module).at(-1) ?? "";
}

function parentOf(module: string): string {
  const last = module.lastIndexOf(".module.");
  return last === -1 ? "" : module.slice(0, last);
}
