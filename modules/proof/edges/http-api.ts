import { type Resource, unknown } from "../model";
import { text } from "./attributes";
import { connection, type EdgeRule } from "./edge-rule";
import { functionArnIn, invokedByGateway, routeArn } from "./gateway";
import type { View } from "./view";

/** HTTP or WebSocket API → the function behind one of its routes, in every stage. */
export const httpRoute: EdgeRule = {
  type: "aws_apigatewayv2_route",
  connections: ({ address, attributes }, view) => {
    const api = view.named("aws_apigatewayv2_api", text(attributes, "api_id"));
    const id = text(attributes, "target")?.replace(/^integrations\//, "");
    const integration = view.named("aws_apigatewayv2_integration", id);
    const uri = text(integration?.attributes, "integration_uri");
    if (uri === undefined || integration?.attributes.integration_type === "HTTP_PROXY") return [];
    const key = text(attributes, "route_key") ?? unknown(`key of ${address}`);
    const sources = stagesOf(view, api).map((stage) => sourceArn(api, address, stage, key));
    const to = view.address(functionArnIn(uri) ?? uri);
    const calls = invokedByGateway(view, uri, sources, text(integration?.attributes, "credentials_arn"));
    return [connection(key, api?.address ?? address, to, calls)];
  },
};

/** HTTP API → the function that says who may call it. */
export const httpAuthorizer: EdgeRule = {
  type: "aws_apigatewayv2_authorizer",
  connections: ({ address, attributes }, view) => {
    const uri = text(attributes, "authorizer_uri");
    if (uri === undefined) return [];
    const api = view.named("aws_apigatewayv2_api", text(attributes, "api_id"));
    const source = `${executionArnOf(api, address)}/authorizers/${text(attributes, "id") ?? unknown(`id of ${address}`)}`;
    const to = view.address(functionArnIn(uri) ?? uri);
    const calls = invokedByGateway(view, uri, [source], text(attributes, "authorizer_credentials_arn"));
    return [connection("authorizer", api?.address ?? address, to, calls)];
  },
};

function sourceArn(api: Resource | undefined, address: string, stage: string, key: string): string {
  const [method, path] = key.split(" ");
  const executionArn = executionArnOf(api, address);
  return path === undefined ? `${executionArn}/${stage}/${key}` : routeArn(executionArn, stage, method ?? "", path);
}

function executionArnOf(api: Resource | undefined, address: string): string {
  return text(api?.attributes, "execution_arn") ?? unknown(`API of ${address}`);
}

function stagesOf(view: View, api: Resource | undefined): readonly string[] {
  return view
    .ofType("aws_apigatewayv2_stage")
    .filter(({ attributes }) => attributes.api_id === api?.attributes.id)
    .flatMap(({ attributes }) => text(attributes, "name") ?? []);
}
