import type { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { CloudwatchLogIndexPolicy } from "@cdktf/provider-aws/lib/cloudwatch-log-index-policy";
import { Construct } from "constructs";
import { ConstructError } from "../errors";

/** Fields that CloudWatch Logs takes in one policy. */
const MOST_FIELDS = 20;

export interface LogIndexProps {
  /** A log group of the standard class. */
  readonly logGroup: CloudwatchLogGroup;
  /** Members of log lines that are JSON, 1 to 20 of them. Case matters. */
  readonly fields: readonly string[];
}

/**
 * Indexes fields of a log group, so that a search with Logs Insights for one value of a field skips the lines that do
 * not have it. Lines that were written before are searched all the same, only without the index.
 */
export class LogIndex extends Construct {
  readonly resource: CloudwatchLogIndexPolicy;

  constructor(scope: Construct, id: string, { logGroup, fields }: LogIndexProps) {
    super(scope, id);
    if (fields.length === 0 || fields.length > MOST_FIELDS) {
      throw new ConstructError(
        this,
        `fields has ${fields.length} entries. CloudWatch Logs indexes 1 to ${MOST_FIELDS} fields of a log group.`,
      );
    }
    this.resource = new CloudwatchLogIndexPolicy(this, "resource", {
      logGroupName: logGroup.name,
      policyDocument: JSON.stringify({ Fields: fields }),
    });
  }
}
