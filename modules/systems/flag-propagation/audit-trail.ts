import { AUDIT_INDEX_PREFIX } from "../../../functions/flag-propagation/audit/entry";
import { LambdaFunction } from "../../constructs/lambda-function";
import { LambdaInvocation } from "../../constructs/lambda-invocation";
import type { Network } from "../../constructs/network";
import { onlyWhere } from "../../constructs/only-where";
import { Queue } from "../../constructs/queue";
import { SearchDomain } from "../../constructs/search-domain";
import { Variable } from "../../constructs/variable";
import type { SystemStack } from "../system-stack";

export interface AuditTrailProps {
  readonly network: Network;
}

/** Two of them leave nothing to wait for, and OpenSearch is not flooded when it is back after an outage. */
const WRITERS = 4;

/**
 * Who did what to which flag, when and why: queue → writer → OpenSearch → reader. What happens while OpenSearch is away
 * waits in the queue, for fourteen days.
 */
export class AuditTrail {
  readonly search: SearchDomain;
  readonly queue: Queue;
  readonly writer: LambdaFunction;
  readonly reader: LambdaFunction;
  readonly setup: LambdaFunction;

  constructor(stack: SystemStack, { network }: AuditTrailProps) {
    new Variable(stack, "audit_retention_days", {
      type: "number",
      description: "Days that the audit trail is kept for at least.",
      default: 400,
      validation: [
        {
          condition:
            "var.audit_retention_days >= 1 && var.audit_retention_days <= 36500 && floor(var.audit_retention_days) == var.audit_retention_days",
          errorMessage: "The audit_retention_days must be a whole number from 1 to 36500.",
        },
      ],
    });
    new Variable(stack, "audit_setup", {
      type: "bool",
      description:
        "Whether a deployment puts index template, lifecycle and roles of the audit trail into OpenSearch. False where others do, or where it does not run.",
      default: true,
    });
    this.search = new SearchDomain(stack, "search", { network, part: "audit" });
    this.queue = new Queue(stack, "audit", {
      messageRetentionSeconds: 1209600,
      visibilityTimeoutSeconds: 150,
      // An outage of a day and a half is no fault of a message; what is really poison, the writer sorts out itself.
      maxReceiveCount: 1000,
    });
    this.writer = new LambdaFunction(stack, "audit-writer", {
      entry: "flag-propagation/audit-writer",
      description: "Writes the audit trail to OpenSearch, many entries at once",
      memorySize: 512,
      // OpenSearch is given ten seconds for a request.
      timeout: 20,
      reservedConcurrency: WRITERS + 1,
      network,
      uses: { AUDIT_ENDPOINT: this.search.write(), DEAD_LETTER_QUEUE_URL: stack.deadLetterQueue.send() },
    });
    this.reader = new LambdaFunction(stack, "audit-reader", {
      entry: "flag-propagation/audit-reader",
      description: "Serves the audit trail of a flag",
      memorySize: 512,
      durationAlarm: 3_000,
      network,
      uses: { AUDIT_ENDPOINT: this.search.read(`${AUDIT_INDEX_PREFIX}*`) },
    });
    this.setup = new LambdaFunction(stack, "audit-setup", {
      entry: "flag-propagation/audit-setup",
      description: "Makes OpenSearch ready for the audit trail: index template, lifecycle, roles",
      timeout: 120,
      // Two at once would undo each other's work.
      reservedConcurrency: 1,
      network,
      uses: { AUDIT_ENDPOINT: this.search.administer() },
    });
    const invocation = new LambdaInvocation(stack, "audit-is-set-up", {
      function: this.setup,
      input: this.setupRequest(),
      // A domain that is made anew knows nothing.
      triggers: { endpoint: this.search.endpoint },
      after: [this.search],
    });
    onlyWhere(invocation, "${var.audit_setup ? 1 : 0}");
    this.queue
      .messages({
        batchSize: 100,
        maximumBatchingWindowInSeconds: 1,
        maximumConcurrency: WRITERS,
        // An entry that came before the template would give the whole month's index fields of OpenSearch's own choosing.
        after: [invocation.resource],
      })
      .bind(this.writer);
  }

  /** An OpenSearch that is there already has roles of its own. */
  private setupRequest(): string {
    const people = this.search.signIn.people;
    const settings = `retention_days = var.audit_retention_days, replicas = local.is_production ? 1 : 0, shards = 1`;
    const roles = [
      `writer = ${this.writer.roleArn}`,
      `reader = ${this.reader.roleArn}`,
      `people = one(${people.terraformResourceType}.${people.friendlyUniqueId}[*].arn)`,
    ].join(", ");
    return `\${${this.search.isMade} ? jsonencode({ ${settings}, roles = { ${roles} } }) : jsonencode({ ${settings} })}`;
  }
}
