import { TerraformVariable } from "cdktf";
import { Construct } from "constructs";

interface Validation {
  /** A Terraform expression over `var.<name>` that holds for right values. */
  readonly condition: string;
  /** A sentence: what is allowed. Terraform wants it to end in a full stop. */
  readonly errorMessage: string;
}

export interface VariableProps {
  readonly type: "string" | "number" | "bool" | "list(number)" | "map(list(string))";
  readonly description: string;
  /** What a plan without `-var` uses. */
  readonly default: string | number | boolean | readonly [] | Readonly<Record<string, never>>;
  /** Kept out of plans and logs. @default false */
  readonly sensitive?: boolean;
  readonly validation?: readonly Validation[];
}

/** A Terraform variable: what an operator decides at plan time. Always with a type, a description and a default. */
export class Variable extends TerraformVariable {
  constructor(scope: Construct, name: string, props: VariableProps) {
    super(variableScope(scope), name, {
      type: props.type,
      description: props.description,
      default: props.default,
      nullable: false,
      ...(props.sensitive === undefined ? {} : { sensitive: props.sensitive }),
    });
    for (const { condition, errorMessage } of props.validation ?? []) {
      this.addValidation({ condition: `\${${condition}}`, errorMessage });
    }
  }
}

/** Variables have a scope of their own, so that a variable and a resource may share a name. */
function variableScope(scope: Construct): Construct {
  return (scope.node.tryFindChild("variable") as Construct | undefined) ?? new Construct(scope, "variable");
}
