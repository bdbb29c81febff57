import { type TerraformLocal, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import type { FunctionCode } from "../code/function-code";
import { ConstructError } from "../errors";
import type { Target } from "../target";
import type { Dashboard } from "./dashboard";
import type { EncryptionKey } from "./encryption-key";
import type { Label } from "./label";
import type { Queue } from "./queue";
import type { Topic } from "./topic";

/** What every construct may ask of the system it stands in. */
export abstract class System extends TerraformStack {
  abstract readonly target: Target;
  abstract readonly code: FunctionCode;
  abstract readonly label: Label;
  /** Kebab case, such as `serverless-app`. */
  abstract readonly system: string;
  /** Namespace of the metrics that the functions write, such as `ServerlessApp`. */
  abstract readonly metricsNamespace: string;
  /** `${var.environment}` */
  abstract readonly environment: string;
  /** `${local.is_production}`: true where `environment` is `prod`. */
  abstract readonly isProduction: string;
  /** `${local.log_retention_in_days}`: 30 in prod, 7 elsewhere. */
  abstract readonly logRetentionInDays: number;
  /** A value that has a name within the stack: `${local.<name>}`. */
  abstract local(name: string, value: string | Readonly<Record<string, string>>): TerraformLocal;
  /** `arn:<partition>:<service>:<region>:<account>:<resource>` of this deployment. */
  abstract arn(service: string, resource: string, scope?: "regional" | "account" | { readonly region: string }): string;
  abstract readonly account: string;
  abstract readonly region: string;
  /** Encrypts all that the system stores. */
  abstract readonly key: EncryptionKey;
  /** Where every alarm goes. */
  abstract readonly alarmTopic: Topic;
  /** What the system could not process, with the reason. */
  abstract readonly deadLetterQueue: Queue;
  abstract readonly dashboard: Dashboard;

  /** @throws ConstructError when the construct stands in no system. */
  static override of(scope: IConstruct): System {
    const stack = TerraformStack.of(scope);
    if (stack instanceof System) return stack;
    throw new ConstructError(scope, "This construct needs a SystemStack above it, and its stack is none.");
  }
}
