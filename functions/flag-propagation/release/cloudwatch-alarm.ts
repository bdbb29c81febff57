import { type CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import type { AlarmState, WatchedAlarm } from "./ports";

/** A metric alarm. CloudWatch tells of a composite one only to who may read all alarms of the account. */
export class CloudWatchAlarm implements WatchedAlarm {
  constructor(
    private readonly client: () => CloudWatchClient,
    readonly name: string,
  ) {}

  async state(): Promise<AlarmState | undefined> {
    const { MetricAlarms = [] } = await this.client().send(
      new DescribeAlarmsCommand({ AlarmNames: [this.name], AlarmTypes: ["MetricAlarm"] }),
    );
    const alarm = MetricAlarms.find(({ AlarmName }) => AlarmName === this.name);
    if (alarm === undefined) return undefined;
    // One that says nothing is not known to be well.
    const { StateValue = "INSUFFICIENT_DATA", StateTransitionedTimestamp } = alarm;
    return { state: StateValue, since: StateTransitionedTimestamp?.getTime() };
  }
}
