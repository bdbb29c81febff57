import type { Resource } from "../model";
import { block, text } from "./attributes";
import { type Connection, connection, type EdgeRule } from "./edge-rule";
import type { View } from "./view";

/** REST stage → where its access log goes. API Gateway delivers under a role that AWS keeps for it. */
export const restStageLog: EdgeRule = { type: "aws_api_gateway_stage", connections: accessLog };

/** HTTP stage → where its access log goes. */
export const httpStageLog: EdgeRule = { type: "aws_apigatewayv2_stage", connections: accessLog };

function accessLog({ address, attributes }: Resource, view: View): readonly Connection[] {
  const destination = text(block(attributes, "access_log_settings"), "destination_arn");
  return destination === undefined ? [] : [connection("access log", address, view.address(destination), [])];
}
