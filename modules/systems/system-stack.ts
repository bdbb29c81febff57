import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import type { TerraformElement, TerraformRemoteState } from "cdktf";
import { TerraformLocal, TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import type { FunctionCode } from "../code/function-code";
import { Dashboard } from "../constructs/dashboard";
import { EncryptionKey } from "../constructs/encryption-key";
import { ENVIRONMENT_MAX_LENGTH, ENVIRONMENT_PATTERN, Label } from "../constructs/label";
import { LogicalIds } from "../constructs/logical-id";
import { Queue } from "../constructs/queue";
import { System } from "../constructs/system";
import { tagEverything } from "../constructs/tags";
import { asModule, configureTarget, withoutMetadata } from "../constructs/targets";
import { Topic } from "../constructs/topic";
import { Variable } from "../constructs/variable";
import { ConstructError } from "../errors";
import { attachGuardrails } from "../guardrails/guardrails";
import type { TerraformJson } from "../guardrails/terraform-json";
import type { Target } from "../target";
import { withIndices } from "./with-indices";

export interface SystemStackProps {
  /** Where the stack goes; decides backend and provider, and nothing else. */
  readonly target: Target;
  /** The functions' zips. */
  readonly code: FunctionCode;
  /** Namespace of the metrics that the functions write, such as `ServerlessApp`. */
  readonly metricsNamespace: string;
}

/**
 * A system: one Terraform root (or module) with its variables, its key, its alarm topic, its dead-letter queue and its
 * dashboard, held to the guardrails whenever it is synthesized with validations.
 */
export abstract class SystemStack extends System {
  readonly target: Target;
  readonly code: FunctionCode;
  readonly system: string;
  readonly metricsNamespace: string;
  readonly label: Label;
  readonly environment: string;
  readonly isProduction: string;
  readonly logRetentionInDays: number;
  readonly account: string;
  readonly region: string;
  readonly key: EncryptionKey;
  readonly alarmTopic: Topic;
  readonly dashboard: Dashboard;
  private readonly partition: string;
  private readonly logicalIds = new LogicalIds();
  private deadLetters: Queue | undefined;
  private validated: TerraformJson | undefined;

  /** @param id the system's name in kebab case, such as `serverless-app` */
  constructor(scope: Construct, id: string, props: SystemStackProps) {
    super(scope, id);
    this.target = props.target;
    this.code = props.code;
    this.system = id;
    this.metricsNamespace = props.metricsNamespace;
    configureTarget(this, props.target);

    const environment = new Variable(this, "environment", {
      type: "string",
      description: "Suffix of every name; two environments live side by side in one account. `prod` is protected.",
      default: "dev",
      validation: [
        {
          condition: `can(regex("${ENVIRONMENT_PATTERN}", var.environment))`,
          errorMessage: `The environment must be 2 to ${ENVIRONMENT_MAX_LENGTH} lower-case letters, digits and hyphens, and start with a letter: dev, prod, pr-1234.`,
        },
      ],
    });
    const owner = this.tagVariable("owner", "Team that answers for the system; a tag.", "platform-team");
    const costCenter = this.tagVariable("cost_center", "Who pays for the system; a tag.", "engineering");
    this.environment = environment.stringValue;
    this.label = new Label({ system: id, environment: this.environment });

    const data = new Construct(this, "data");
    this.account = new DataAwsCallerIdentity(data, "account", {}).accountId;
    this.region = new DataAwsRegion(data, "region", {}).name;
    this.partition = new DataAwsPartition(data, "partition", {}).partition;

    this.isProduction = this.local("is_production", '${var.environment == "prod"}').asString;
    this.logRetentionInDays = this.local("log_retention_in_days", "${local.is_production ? 30 : 7}").asNumber;
    const tags = this.local("tags", {
      environment: this.environment,
      system: id,
      cost_center: costCenter.stringValue,
      owner: owner.stringValue,
      managed_by: "terraform",
    });
    tagEverything(this, tags.asStringMap);

    this.key = new EncryptionKey(this, "key");
    this.alarmTopic = new Topic(this, "alarms");
    this.alarmTopic.allowPublish("cloudwatch.amazonaws.com", this.arn("cloudwatch", `alarm:${id}-*`));
    this.dashboard = new Dashboard(this, "dashboard");

    attachGuardrails(this, {
      target: props.target,
      systemNames: this.label.systemNames,
      synthesized: () => this.synthesizeForValidation(),
    });
  }

  /** Made when first asked for: a system that never sends to it has none. */
  get deadLetterQueue(): Queue {
    this.deadLetters ??= new Queue(this, "dead-letters", { deadLetterQueue: "none", messageRetentionSeconds: 1209600 });
    return this.deadLetters;
  }

  arn(
    service: string,
    resource: string,
    scope: "regional" | "account" | { readonly region: string } = "regional",
  ): string {
    const region = typeof scope === "object" ? scope.region : scope === "account" ? "" : this.region;
    return `arn:${this.partition}:${service}:${region}:${this.account}:${resource}`;
  }

  /** An output for a neighbour or a test. */
  output(name: string, description: string, value: string): TerraformOutput {
    return new TerraformOutput(this.scopeOf("output"), name, { description, value });
  }

  /** A value that has a name within the stack: `${local.<name>}`. */
  local(name: string, value: string | Readonly<Record<string, string>>): TerraformLocal {
    return new TerraformLocal(this.scopeOf("local"), name, value);
  }

  /** Outputs and locals have scopes of their own, so that one and a resource may share a name. */
  private scopeOf(kind: "output" | "local"): Construct {
    return (this.node.tryFindChild(kind) as Construct | undefined) ?? new Construct(this, kind);
  }

  protected override allocateLogicalId(element: TerraformElement): string {
    return this.logicalIds.allocate(this, element);
  }

  /** cdktf resolves the whole stack here to find references between stacks; ours has none (see below). */
  override prepareStack(): void {
    this.ensureBackendExists();
  }

  override registerIncomingCrossStackReference(from: SystemStack): TerraformRemoteState {
    throw new ConstructError(
      this,
      `A value of the stack ${from.node.path} is used here. Pass it through an output there and a variable here.`,
    );
  }

  /** What the guardrails saw is what is written: one resolve serves both. */
  override toTerraform(): unknown {
    const json = this.validated ?? this.resolved();
    this.validated = undefined;
    return this.target === "module" ? withoutMetadata(json) : json;
  }

  /** A refused stack may be mended and written after all: then it is resolved anew. */
  override runAllValidations(): void {
    try {
      super.runAllValidations();
    } catch (error) {
      this.validated = undefined;
      throw error;
    }
  }

  private synthesizeForValidation(): TerraformJson {
    this.validated = this.resolved();
    return this.validated;
  }

  private resolved(): TerraformJson {
    const json = withIndices(super.toTerraform() as TerraformJson);
    return this.target === "module" ? asModule(json) : json;
  }

  private tagVariable(name: string, description: string, value: string): Variable {
    return new Variable(this, name, {
      type: "string",
      description,
      default: value,
      validation: [
        {
          condition: `can(regex("^[A-Za-z0-9 _.:/=+@-]{1,256}$", var.${name}))`,
          errorMessage: `The ${name} is a tag: 1 to 256 letters, digits, spaces and _ . : / = + - @.`,
        },
      ],
    });
  }
}
