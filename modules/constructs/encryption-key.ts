import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Lazy, type Precondition, type TerraformProvider, Token } from "cdktf";
import { Construct } from "constructs";
import { type PolicyStatement, policyJson, sidOf } from "./policy";
import { System } from "./system";

/** Of AWS's developer guide for DynamoDB, "Authorizing use of your customer managed key", with its wildcards spelled out. */
const TABLE_READ = ["kms:Decrypt", "kms:DescribeKey"] as const;
const TABLE_WRITE = ["kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"] as const;

export interface EncryptionKeyProps {
  /** @default what the system stores */
  readonly description?: string;
  /** Of the Region that the key is in. @default the system's own */
  readonly provider?: TerraformProvider;
  /** What must hold before the key is made. @default nothing */
  readonly preconditions?: readonly Precondition[];
}

/**
 * The key of a system, rotated yearly. Roles of the account reach it through their own policies; AWS services through
 * statements that the resources they write to ask for, each bound to this account.
 */
export class EncryptionKey extends Construct {
  readonly resource: KmsKey;
  private readonly logGroups: string[] = [];
  private readonly services = new Map<string, Set<string>>();

  constructor(scope: Construct, id: string, props: EncryptionKeyProps = {}) {
    super(scope, id);
    const system = System.of(this);
    const provider = props.provider && { provider: props.provider };
    this.resource = new KmsKey(this, "resource", {
      ...provider,
      description: props.description ?? `Encrypts what ${system.system} stores in ${system.environment}`,
      enableKeyRotation: true,
      deletionWindowInDays: Token.asNumber(`\${local.is_production ? 30 : 7}`),
      policy: Lazy.stringValue({ produce: () => policyJson(this.statements()) }),
      ...(props.preconditions && { lifecycle: { precondition: [...props.preconditions] } }),
    });
    new KmsAlias(this, "alias", {
      ...provider,
      name: `alias/${system.label.name(this.part, 256, "alias/".length)}`,
      targetKeyId: this.resource.keyId,
    });
  }

  get arn(): string {
    return this.resource.arn;
  }

  private get part(): string {
    const scopes = this.node.scopes.slice(System.of(this).node.scopes.length);
    return scopes.map(({ node }) => node.id).join("-");
  }

  /** Lets CloudWatch Logs encrypt one log group. */
  allowLogGroup(name: string): void {
    this.logGroups.push(System.of(this).arn("logs", `log-group:${name}`));
  }

  /** Lets an AWS service write to what this key encrypts, on behalf of this account's `sourceArn` alone. */
  allowService(service: string, sourceArn: string): void {
    const sourceArns = this.services.get(service) ?? new Set();
    this.services.set(service, sourceArns.add(sourceArn));
  }

  /** What a role needs to read what this key encrypts. */
  decrypt(): PolicyStatement {
    return this.use(["kms:Decrypt"]);
  }

  /** What a role needs to write to what this key encrypts: services fetch a data key and check that it opens. */
  encrypt(): PolicyStatement {
    return this.use(["kms:Decrypt", "kms:GenerateDataKey"]);
  }

  /** What a role needs to use a table that this key encrypts: DynamoDB asks for these under the caller's permissions. */
  useTable(writes: boolean): PolicyStatement {
    return this.use(writes ? [...TABLE_READ, ...TABLE_WRITE] : TABLE_READ);
  }

  /** One Sid for every use, so that a role ends up with one statement for the key. */
  private use(actions: readonly string[]): PolicyStatement {
    return { sid: "UseKey", actions, resources: [this.arn] };
  }

  /** In a key policy `Resource: "*"` means the key that the policy hangs on. */
  private statements(): readonly PolicyStatement[] {
    const system = System.of(this);
    const logs: PolicyStatement = {
      sid: "AllowCloudWatchLogs",
      principal: { service: `logs.${system.region}.amazonaws.com` },
      actions: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
      resources: ["*"],
      conditions: { ArnEquals: { "kms:EncryptionContext:aws:logs:arn": this.logGroups } },
    };
    return [
      {
        sid: "AllowAccountPolicies",
        principal: { aws: system.arn("iam", "root", "account") },
        actions: ["kms:*"],
        resources: ["*"],
      },
      ...(this.logGroups.length === 0 ? [] : [logs]),
      ...[...this.services].map(([service, sourceArns]) => ({
        sid: sidOf("Allow", service.split(".")[0] ?? service),
        principal: { service },
        actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
        resources: ["*"],
        // The ARN holds the account: aws:SourceAccount beside it would add nothing.
        conditions: { ArnLike: { "aws:SourceArn": [...sourceArns] } },
      })),
    ];
  }
}
