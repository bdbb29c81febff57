import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { CloudwatchLogResourcePolicy } from "@cdktf/provider-aws/lib/cloudwatch-log-resource-policy";
import { Construct } from "constructs";
import { policyJson } from "./policy";
import { System } from "./system";

export interface SearchLogsProps {
  readonly domainName: string;
  readonly domainArn: string;
  /** What the policy is named after. */
  readonly part: string;
}

/** OpenSearch Service's names of what it logs, and ours of where. */
const LOGS = {
  INDEX_SLOW_LOGS: "index-slow-logs",
  SEARCH_SLOW_LOGS: "search-slow-logs",
  ES_APPLICATION_LOGS: "application-logs",
  AUDIT_LOGS: "audit-logs",
} as const;

/** Encrypted log groups for all that a domain logs, and the policy by which this domain alone may write to them. */
export class SearchLogs extends Construct {
  readonly policy: CloudwatchLogResourcePolicy;
  /** `log_publishing_options` of the domain. */
  readonly options: readonly { readonly logType: string; readonly cloudwatchLogGroupArn: string }[];

  constructor(scope: Construct, id: string, props: SearchLogsProps) {
    super(scope, id);
    const system = System.of(this);
    this.options = Object.entries(LOGS).map(([logType, name]) => {
      const logGroupName = `/aws/OpenSearchService/domains/${props.domainName}/${name}`;
      system.key.allowLogGroup(logGroupName);
      const group = new CloudwatchLogGroup(this, name, {
        name: logGroupName,
        retentionInDays: system.logRetentionInDays,
        kmsKeyId: system.key.arn,
      });
      return { logType, cloudwatchLogGroupArn: group.arn };
    });
    // CloudWatch Logs has no policies of groups, only ten of the whole account in a region: this is one of them.
    this.policy = new CloudwatchLogResourcePolicy(this, "policy", {
      policyName: system.label.name(`${props.part}-logs`, 255),
      policyDocument: policyJson([
        {
          sid: "AllowDomain",
          principal: { service: "es.amazonaws.com" },
          actions: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:PutLogEventsBatch"],
          resources: this.options.map(({ cloudwatchLogGroupArn }) => `${cloudwatchLogGroupArn}:*`),
          conditions: { ArnEquals: { "aws:SourceArn": props.domainArn } },
        },
      ]),
    });
  }
}
