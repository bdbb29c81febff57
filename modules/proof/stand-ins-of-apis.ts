import { arn, hash, type StandIns, same, type Thing, text, uuid } from "./stand-ins";

/** @returns an ARN of API Gateway, which names no account. */
function gatewayArn(resource: (thing: Thing) => string): (thing: Thing) => string {
  return (thing) => `arn:${thing.partition}:apigateway:${thing.region}::${resource(thing)}`;
}

function executeArn(attribute: string): (thing: Thing) => string {
  return arn("execute-api", (thing) => text(thing, attribute));
}

function host(thing: Thing, api: string): string {
  return `${api}.execute-api.${thing.region}.amazonaws.com`;
}

const apiId = (thing: Thing) => hash(thing, 10);

/** REST, HTTP and WebSocket APIs, and the user pools that let callers in. */
export const API_STAND_INS: Readonly<Record<string, StandIns>> = {
  aws_api_gateway_account: { id: () => "api-gateway-account" },
  aws_api_gateway_api_key: {
    id: apiId,
    arn: gatewayArn((thing) => `/apikeys/${text(thing, "id")}`),
    value: (thing) => hash(thing, 40),
  },
  aws_api_gateway_authorizer: {
    id: (thing) => hash(thing, 6),
    arn: gatewayArn((thing) => `/restapis/${text(thing, "rest_api_id")}/authorizers/${text(thing, "id")}`),
  },
  aws_api_gateway_deployment: { id: (thing) => hash(thing, 6) },
  aws_api_gateway_model: { id: (thing) => hash(thing, 6) },
  aws_api_gateway_request_validator: { id: (thing) => hash(thing, 6) },
  aws_api_gateway_resource: { id: (thing) => hash(thing, 6) },
  aws_api_gateway_rest_api: {
    id: apiId,
    root_resource_id: (thing) => hash(thing, 10, "root"),
    arn: gatewayArn((thing) => `/restapis/${text(thing, "id")}`),
    execution_arn: executeArn("id"),
  },
  aws_api_gateway_stage: {
    id: (thing) => `ags-${text(thing, "rest_api_id")}-${text(thing, "stage_name")}`,
    arn: gatewayArn((thing) => `/restapis/${text(thing, "rest_api_id")}/stages/${text(thing, "stage_name")}`),
    execution_arn: arn("execute-api", (thing) => `${text(thing, "rest_api_id")}/${text(thing, "stage_name")}`),
    invoke_url: (thing) => `https://${host(thing, text(thing, "rest_api_id"))}/${text(thing, "stage_name")}`,
  },
  aws_api_gateway_usage_plan: {
    id: (thing) => hash(thing, 6),
    arn: gatewayArn((thing) => `/usageplans/${text(thing, "id")}`),
  },
  aws_apigatewayv2_api: {
    id: apiId,
    arn: gatewayArn((thing) => `/apis/${text(thing, "id")}`),
    execution_arn: executeArn("id"),
    api_endpoint: (thing) =>
      `${text(thing, "protocol_type") === "WEBSOCKET" ? "wss" : "https"}://${host(thing, text(thing, "id"))}`,
  },
  aws_apigatewayv2_authorizer: { id: (thing) => hash(thing, 6) },
  aws_apigatewayv2_deployment: { id: (thing) => hash(thing, 6) },
  aws_apigatewayv2_integration: { id: (thing) => hash(thing, 7) },
  aws_apigatewayv2_route: { id: (thing) => hash(thing, 7) },
  aws_apigatewayv2_stage: {
    id: same("name"),
    arn: gatewayArn((thing) => `/apis/${text(thing, "api_id")}/stages/${text(thing, "name")}`),
    execution_arn: arn("execute-api", (thing) => `${text(thing, "api_id")}/${text(thing, "name")}`),
    invoke_url: (thing) =>
      `https://${host(thing, text(thing, "api_id"))}/${text(thing, "name") === "$default" ? "" : text(thing, "name")}`,
  },
  aws_cognito_identity_pool: {
    id: (thing) => `${thing.region}:${uuid(thing)}`,
    arn: arn("cognito-identity", (thing) => `identitypool/${text(thing, "id")}`),
  },
  aws_cognito_identity_pool_roles_attachment: { id: same("identity_pool_id") },
  aws_cognito_resource_server: { id: (thing) => `${text(thing, "user_pool_id")}|${text(thing, "identifier")}` },
  aws_cognito_user_pool: {
    id: (thing) => `${thing.region}_${hash(thing, 9)}`,
    arn: arn("cognito-idp", (thing) => `userpool/${text(thing, "id")}`),
    endpoint: (thing) => `cognito-idp.${thing.region}.amazonaws.com/${text(thing, "id")}`,
  },
  aws_cognito_user_pool_client: { id: (thing) => hash(thing, 26), client_secret: (thing) => hash(thing, 51, "secret") },
  aws_cognito_user_pool_domain: { id: same("domain") },
  aws_wafv2_web_acl: {
    id: (thing) => uuid(thing),
    arn: arn("wafv2", (thing) => `regional/webacl/${text(thing, "name")}/${text(thing, "id")}`),
  },
};
