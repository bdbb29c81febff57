import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { Construct } from "constructs";
import type { EventBus } from "./event-bus";
import type { Role } from "./role";
import type { StateMachine } from "./state-machine";
import { System } from "./system";

export interface EventRuleProps {
  readonly description: string;
  /** What fires the rule: events of a bus that fit a pattern, or the clock (`rate(5 minutes)`). */
  readonly when:
    | { readonly bus: EventBus; readonly pattern: Readonly<Record<string, unknown>> }
    | { readonly schedule: string };
  readonly starts: StateMachine;
  /** What the machine is given: the event's detail, or the same each time. @default "detail" */
  readonly input?: "detail" | Readonly<Record<string, unknown>>;
  /** Under which EventBridge starts the machine. */
  readonly role: Role;
}

/** Events, or the clock → state machine. What EventBridge cannot deliver goes to the system's dead-letter queue. */
export class EventRule extends Construct {
  readonly resource: CloudwatchEventRule;

  constructor(scope: Construct, id: string, props: EventRuleProps) {
    super(scope, id);
    const system = System.of(this);
    const { when, starts, input = "detail", role } = props;
    const name = system.label.name(id);
    this.resource = new CloudwatchEventRule(this, "resource", {
      name,
      description: props.description,
      ...("schedule" in when
        ? { scheduleExpression: when.schedule }
        : { eventBusName: when.bus.name, eventPattern: JSON.stringify(when.pattern) }),
    });
    role.allow(starts.start());
    system.deadLetterQueue.allowSend("events.amazonaws.com", this.resource.arn);
    // By name: the rule waits for the queue, and the queue for the key.
    const path = "schedule" in when ? name : `${when.bus.name}/${name}`;
    system.key.allowService("events.amazonaws.com", system.arn("events", `rule/${path}`));
    new CloudwatchEventTarget(this, "target", {
      rule: this.resource.name,
      ...("schedule" in when ? {} : { eventBusName: when.bus.name }),
      arn: starts.arn,
      roleArn: role.arn,
      ...(input === "detail" ? { inputPath: "$.detail" } : { input: JSON.stringify(input) }),
      deadLetterConfig: { arn: system.deadLetterQueue.arn },
      // A check that comes a day late checks nothing.
      retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 24 },
      dependsOn: [role.policy],
    });
  }
}
