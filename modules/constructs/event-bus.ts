import { CloudwatchEventBus } from "@cdktf/provider-aws/lib/cloudwatch-event-bus";
import { Construct } from "constructs";
import type { Access } from "./access";
import { sidOf } from "./policy";
import { System } from "./system";

/** A bus for the system's own events. */
export class EventBus extends Construct {
  readonly resource: CloudwatchEventBus;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.resource = new CloudwatchEventBus(this, "resource", { name: System.of(this).label.name(id, 256) });
  }

  get arn(): string {
    return this.resource.arn;
  }

  get name(): string {
    return this.resource.name;
  }

  /** Lets a function put events; its environment variable holds the bus's name. */
  put(): Access {
    return {
      value: this.name,
      statements: [{ sid: sidOf("PutEventsOn", this.node.id), actions: ["events:PutEvents"], resources: [this.arn] }],
      reach: "events",
    };
  }
}
