import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import { Op, type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { EncryptionKey } from "./encryption-key";
import { System } from "./system";
import { providerOf } from "./targets";
import { Variable } from "./variable";

/**
 * Another Region, which holds replicas of tables: its provider `aws.<id>`, its variable `<id>_region`, and the key that
 * encrypts what is there. DynamoDB takes any key of the replica's own Region.
 */
export class ReplicaRegion extends Construct {
  /** `${var.replica_region}` */
  readonly region: string;
  readonly key: EncryptionKey;
  readonly provider: TerraformProvider;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const system = System.of(this);
    const variable = `${id}_region`;
    this.region = new Variable(system, variable, {
      type: "string",
      description: "Region that holds the replica of the tables: any but the system's own.",
      default: "us-west-2",
      validation: [
        {
          condition: `can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.${variable}))`,
          errorMessage: `The ${variable} must be a region's code, such as eu-west-1.`,
        },
      ],
    }).stringValue;
    this.provider = providerOf(system, id, this.region);
    const actual = new DataAwsRegion(this, "data", { provider: this.provider }).name;
    this.key = new EncryptionKey(this, "key", {
      description: `Encrypts the replicas of the tables of ${system.system} in ${system.environment}`,
      provider: this.provider,
      // In every target: a module's caller may pass any provider, and no variable tells a module its own Region.
      preconditions: [
        {
          condition: Op.neq(this.region, system.region),
          errorMessage: `The ${variable} is the system's own Region, ${system.region}. Set it to another one.`,
        },
        {
          condition: Op.eq(this.region, actual),
          errorMessage: `The provider aws.${id} is of ${actual}, and ${variable} is ${this.region}. Make them the same.`,
        },
      ],
    });
  }
}
