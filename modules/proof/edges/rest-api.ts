import { type Resource, unknown } from "../model";
import { text } from "./attributes";
import { connection, type EdgeRule } from "./edge-rule";
import { functionArnIn, invokedByGateway, routeArn } from "./gateway";
import type { View } from "./view";

/** REST API → the function behind one of its methods, in every stage. */
export const restIntegration: EdgeRule = {
  type: "aws_api_gateway_integration",
  connections: ({ address, attributes }, view) => {
    const uri = text(attributes, "uri");
    const type = text(attributes, "type") ?? "";
    if (uri === undefined || !type.startsWith("AWS")) return [];
    const api = view.named("aws_api_gateway_rest_api", text(attributes, "rest_api_id"));
    const path = pathOf(view, text(attributes, "resource_id"));
    const method = text(attributes, "http_method") ?? unknown(`method of ${address}`);
    const sources = stagesOf(view, api).map((stage) => routeArn(executionArnOf(api, address), stage, method, path));
    const to = view.address(functionArnIn(uri) ?? uri);
    const calls = invokedByGateway(view, uri, sources, text(attributes, "credentials"));
    return [connection(`${method} ${path}`, api?.address ?? address, to, calls)];
  },
};

/** REST API → the function that says who may call it. */
export const restAuthorizer: EdgeRule = {
  type: "aws_api_gateway_authorizer",
  connections: ({ address, attributes }, view) => {
    const uri = text(attributes, "authorizer_uri");
    if (uri === undefined) return [];
    const api = view.named("aws_api_gateway_rest_api", text(attributes, "rest_api_id"));
    const source = `${executionArnOf(api, address)}/authorizers/${text(attributes, "id") ?? unknown(`id of ${address}`)}`;
    const to = view.address(functionArnIn(uri) ?? uri);
    const calls = invokedByGateway(view, uri, [source], text(attributes, "authorizer_credentials"));
    return [connection("authorizer", api?.address ?? address, to, calls)];
  },
};

function executionArnOf(api: Resource | undefined, address: string): string {
  return text(api?.attributes, "execution_arn") ?? unknown(`API of ${address}`);
}

/** @returns `/items/{id}`, read from the resources above. */
function pathOf(view: View, resourceId: string | undefined): string {
  const parts: string[] = [];
  const seen = new Set<string>();
  for (let id = resourceId; id !== undefined && !seen.has(id); ) {
    seen.add(id);
    const resource = view.named("aws_api_gateway_resource", id);
    if (resource === undefined) break;
    parts.unshift(text(resource.attributes, "path_part") ?? "");
    id = text(resource.attributes, "parent_id");
  }
  return `/${parts.join("/")}`;
}

function stagesOf(view: View, api: Resource | undefined): readonly string[] {
  const ids = ["aws_api_gateway_stage", "aws_api_gateway_deployment"]
    .flatMap((type) => view.ofType(type))
    .filter(({ attributes }) => attributes.rest_api_id === api?.attributes.id)
    .flatMap(({ attributes }) => text(attributes, "stage_name") ?? []);
  return [...new Set(ids)];
}
