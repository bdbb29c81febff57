import { text as textOf } from "../../guardrails/terraform-json";
import type { Resource } from "../model";
import { serviceOf } from "./arn";
import { text, texts } from "./attributes";
import { onBehalfOf } from "./calls";
import { deliverByService } from "./delivery";
import { type Connection, connection, type EdgeRule } from "./edge-rule";
import type { View } from "./view";

const ACTIONS = ["alarm_actions", "ok_actions", "insufficient_data_actions"] as const;

/** CloudWatch has another name for functions than for everything else. */
const SERVICE = { lambda: "lambda.alarms.cloudwatch.amazonaws.com", other: "cloudwatch.amazonaws.com" } as const;

/** Alarm → the topic or function that hears of it. */
export const metricAlarm: EdgeRule = { type: "aws_cloudwatch_metric_alarm", connections: actions };

/** Alarm over other alarms → the topic or function that hears of it. */
export const compositeAlarm: EdgeRule = { type: "aws_cloudwatch_composite_alarm", connections: actions };

function actions({ address, attributes }: Resource, view: View): readonly Connection[] {
  const { account, partition, region } = view.world;
  const arn =
    text(attributes, "arn") ??
    `arn:${partition}:cloudwatch:${region}:${account}:alarm:${textOf(attributes.alarm_name)}`;
  const targets = new Set(ACTIONS.flatMap((name) => texts(attributes, name)));
  return [...targets]
    .filter((target) => ["sns", "lambda"].includes(serviceOf(target) ?? ""))
    .map((target) => {
      const service = serviceOf(target) === "lambda" ? SERVICE.lambda : SERVICE.other;
      const sender = { service, context: onBehalfOf(arn, account) };
      return connection("alarm", address, view.address(target), deliverByService(view, sender, target, "it goes off"));
    });
}
