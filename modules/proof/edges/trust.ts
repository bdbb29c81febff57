import type { Resource, World } from "../model";
import { type Attributes, block, text } from "./attributes";
import { byService, onBehalfOf } from "./calls";
import { type Connection, connection, type EdgeRule } from "./edge-rule";
import type { View } from "./view";

interface User {
  readonly type: string;
  readonly service: string;
  readonly role: (attributes: Attributes) => string | undefined;
  /** What the service names as its source, where it names one. */
  readonly source?: (attributes: Attributes, world: World) => string | undefined;
}

/** Who acts under a role: the type of resource, where it names the role, and the service that takes it on. */
const USERS: readonly User[] = [
  { type: "aws_lambda_function", service: "lambda", role: (a) => text(a, "role") },
  {
    type: "aws_kinesis_firehose_delivery_stream",
    service: "firehose",
    role: (a) => text(block(a, "extended_s3_configuration"), "role_arn"),
  },
  {
    type: "aws_scheduler_schedule",
    service: "scheduler",
    role: (a) => text(block(a, "target"), "role_arn"),
    source: scheduleGroup,
  },
  { type: "aws_cloudwatch_event_target", service: "events", role: (a) => text(a, "role_arn") },
  {
    type: "aws_sfn_state_machine",
    service: "states",
    role: (a) => text(a, "role_arn"),
    source: (a) => text(a, "arn"),
  },
  { type: "aws_api_gateway_integration", service: "apigateway", role: (a) => text(a, "credentials") },
  { type: "aws_api_gateway_authorizer", service: "apigateway", role: (a) => text(a, "authorizer_credentials") },
  { type: "aws_api_gateway_account", service: "apigateway", role: (a) => text(a, "cloudwatch_role_arn") },
  { type: "aws_apigatewayv2_integration", service: "apigateway", role: (a) => text(a, "credentials_arn") },
  { type: "aws_apigatewayv2_authorizer", service: "apigateway", role: (a) => text(a, "authorizer_credentials_arn") },
  { type: "aws_opensearch_domain", service: "es", role: (a) => text(block(a, "cognito_options"), "role_arn") },
  { type: "aws_sns_topic_subscription", service: "sns", role: (a) => text(a, "subscription_role_arn") },
];

/** Whoever acts under a role → the role, which must trust the service and no other. */
export const trust: readonly EdgeRule[] = USERS.map((user) => ({
  type: user.type,
  connections: (resource: Resource, view: View): readonly Connection[] => {
    const role = user.role(resource.attributes);
    if (role === undefined) return [];
    const service = `${user.service}.amazonaws.com`;
    const source = user.source?.(resource.attributes, view.world);
    const context =
      source === undefined ? { "aws:SourceAccount": view.world.account } : onBehalfOf(source, view.world.account);
    const assume = (by: string) => byService(by, ["sts:AssumeRole"], role, "it acts under the role", context);
    return [
      connection("role", resource.address, view.address(role), assume(service), {
        denied: assume("plumbline-twin.amazonaws.com"),
      }),
    ];
  },
}));

/** The scheduler speaks for the group, not for the one schedule (EventBridge Scheduler user guide, confused deputy). */
function scheduleGroup(attributes: Attributes, { account, partition, region }: World): string {
  return `arn:${partition}:scheduler:${region}:${account}:schedule-group/${text(attributes, "group_name") ?? "default"}`;
}
