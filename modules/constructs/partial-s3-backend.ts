import { TerraformBackend, type TerraformRemoteState } from "cdktf";
import type { Construct } from "constructs";
import { ConstructError } from "../errors";

/**
 * The S3 backend without what differs from account to account: `bucket` and `region` come at
 * `terraform init -backend-config`. Locks with a lock file in the bucket, so there is no lock table.
 */
export class PartialS3Backend extends TerraformBackend {
  constructor(
    scope: Construct,
    private readonly key: string,
  ) {
    super(scope, "backend", "s3");
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { key: this.key, encrypt: true, use_lockfile: true };
  }

  override getRemoteStateDataSource(): TerraformRemoteState {
    throw new ConstructError(
      this,
      "A partial backend can't be read from another stack. Pass the value through an output and a variable.",
    );
  }
}
