import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import { Password } from "@cdktf/provider-random/lib/password";
import { Token } from "cdktf";
import { Construct } from "constructs";
import type { Access } from "./access";
import { sidOf } from "./policy";
import { System } from "./system";
import { useRandomProvider } from "./targets";
import { Variable } from "./variable";

export interface SecretProps {
  readonly description: string;
  /** The variable that gives the secret in the local target, which has no random provider. */
  readonly variable: string;
}

/** Letters and digits alone: whatever takes it needs no quoting. */
const LENGTH = 64;

/** What the local target has where nobody gives it another; it opens nothing but what is started with it. */
const LOCAL_PLACEHOLDER = "local-placeholder-given-at-start";

/** A secret that is made at the first apply and kept in Secrets Manager under the system's key. */
export class Secret extends Construct {
  /** A reference; the secret itself is in the state, as every generated one. */
  readonly value: string;
  private readonly resource: SecretsmanagerSecret;
  private readonly version: SecretsmanagerSecretVersion;

  constructor(scope: Construct, id: string, props: SecretProps) {
    super(scope, id);
    const system = System.of(this);
    this.value = this.generated(props);
    this.resource = new SecretsmanagerSecret(this, "resource", {
      name: system.label.name(props.variable.replaceAll("_", "-"), 512),
      description: props.description,
      kmsKeyId: system.key.arn,
      // Elsewhere a name must be free again as soon as it is destroyed.
      recoveryWindowInDays: Token.asNumber("${local.is_production ? 30 : 0}"),
    });
    this.version = new SecretsmanagerSecretVersion(this, "version", {
      secretId: this.resource.id,
      secretString: this.value,
    });
  }

  get arn(): string {
    return this.resource.arn;
  }

  /** Lets a function read the secret; its environment variable holds the ARN. */
  read(): Access {
    return {
      // Through the version, so that nobody reads before there is one.
      value: this.version.arn,
      statements: [
        { sid: sidOf("Read", this.node.id), actions: ["secretsmanager:GetSecretValue"], resources: [this.arn] },
        System.of(this).key.decrypt(),
      ],
      reach: "secretsmanager",
    };
  }

  private generated(props: SecretProps): string {
    const system = System.of(this);
    if (system.target === "local") {
      return new Variable(system, props.variable, {
        type: "string",
        description: `${props.description}: 16 to 128 letters and digits.`,
        default: LOCAL_PLACEHOLDER,
        sensitive: true,
        validation: [
          {
            condition: `can(regex("^[A-Za-z0-9-]{16,128}$", var.${props.variable}))`,
            errorMessage: `The ${props.variable} must be 16 to 128 letters, digits and hyphens.`,
          },
        ],
      }).stringValue;
    }
    useRandomProvider(system);
    return new Password(this, "password", { length: LENGTH, special: false }).result;
  }
}
