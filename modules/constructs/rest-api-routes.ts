import { ApiGatewayIntegration } from "@cdktf/provider-aws/lib/api-gateway-integration";
import { ApiGatewayMethod } from "@cdktf/provider-aws/lib/api-gateway-method";
import { ApiGatewayModel } from "@cdktf/provider-aws/lib/api-gateway-model";
import { ApiGatewayRequestValidator } from "@cdktf/provider-aws/lib/api-gateway-request-validator";
import { ApiGatewayResource } from "@cdktf/provider-aws/lib/api-gateway-resource";
import type { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { ConstructError } from "../errors";
import type { Route } from "./rest-api";

export interface RestApiRoutesProps {
  readonly api: ApiGatewayRestApi;
  readonly stageName: string;
  /** Terraform expression of the authorization type. */
  readonly authorization: string;
  readonly routes: readonly Route[];
}

const WITH_BODY = new Set(["POST", "PUT", "PATCH"]);
const SEGMENT = /^(\{[A-Za-z][A-Za-z0-9_]*\+?\}|[A-Za-z0-9._-]+)$/;
const OBJECT_MODEL = { $schema: "http://json-schema.org/draft-04/schema#", type: "object" };

/** The tree of paths, a method with its integration for each route, and the permission of each to invoke its function. */
export class RestApiRoutes extends Construct {
  /** What a deployment has to wait for. */
  readonly resources: TerraformResource[] = [];
  /** What the deployment's copy depends on. */
  readonly definition: readonly unknown[];
  private readonly paths = new Map<string, string>();

  constructor(
    scope: Construct,
    id: string,
    private readonly props: RestApiRoutesProps,
  ) {
    super(scope, id);
    this.definition = props.routes.map(({ method, path, handler, authorization }) => [
      method,
      path,
      handler.node.path,
      ...(authorization === undefined ? [] : [authorization]),
    ]);
    const validator = new ApiGatewayRequestValidator(this, "validator", {
      restApiId: props.api.id,
      name: "body-and-parameters",
      validateRequestBody: true,
      validateRequestParameters: true,
    });
    // The gateway only asks for a JSON object; the function reports all that is wrong with it at once.
    const model = new ApiGatewayModel(this, "object", {
      restApiId: props.api.id,
      name: "Object",
      contentType: "application/json",
      schema: JSON.stringify(OBJECT_MODEL),
    });
    for (const route of props.routes) this.add(route, validator, model);
  }

  private add(route: Route, validator: ApiGatewayRequestValidator, model: ApiGatewayModel): void {
    const { api, stageName } = this.props;
    const { method, path, handler, authorization = this.props.authorization } = route;
    const name = `${method} ${path}`;
    if (this.node.tryFindChild(routeId(route)) !== undefined) {
      throw new ConstructError(this, `The route '${name}' is given twice. Remove one.`);
    }
    const scope = new Construct(this, routeId(route));
    const apiMethod = new ApiGatewayMethod(scope, "method", {
      restApiId: api.id,
      resourceId: this.resourceId(path, name),
      httpMethod: method,
      authorization,
      requestValidatorId: validator.id,
      requestParameters: Object.fromEntries(
        [...path.matchAll(/\{(\w+)\+?\}/g)].map((match) => [`method.request.path.${match[1]}`, true]),
      ),
      ...(WITH_BODY.has(method) ? { requestModels: { "application/json": model.name } } : {}),
    });
    const integration = new ApiGatewayIntegration(scope, "integration", {
      restApiId: api.id,
      resourceId: apiMethod.resourceId,
      httpMethod: apiMethod.httpMethod,
      type: "AWS_PROXY",
      // Lambda's own API is called with POST, whatever the caller's method is.
      integrationHttpMethod: "POST",
      uri: handler.alias.invokeArn,
    });
    this.resources.push(apiMethod, integration);
    if (this.props.routes.some((other) => isCovered(route, other))) return;
    const permission = new LambdaPermission(scope, "permission", {
      statementId: `${api.node.scope?.node.id}-${routeId(route)}`,
      action: "lambda:InvokeFunction",
      functionName: handler.resource.functionName,
      qualifier: handler.alias.name,
      principal: "apigateway.amazonaws.com",
      sourceArn: `${api.executionArn}/${stageName}/${method}${sourcePath(route)}`,
    });
    this.resources.push(permission);
  }

  /** Makes the path's segments that are not there yet. */
  private resourceId(path: string, route: string): string {
    const segments = path.split("/").slice(1);
    if (!path.startsWith("/") || (path !== "/" && !segments.every((segment) => SEGMENT.test(segment)))) {
      throw new ConstructError(this, `The route '${route}' has no proper path. Write it like '/items/{id}'.`);
    }
    let parent = this.props.api.rootResourceId;
    let at = "";
    for (const segment of path === "/" ? [] : segments) {
      at += `/${segment}`;
      const id =
        this.paths.get(at) ??
        new ApiGatewayResource(this, pathId(at), { restApiId: this.props.api.id, parentId: parent, pathPart: segment })
          .id;
      this.paths.set(at, id);
      parent = id;
    }
    return parent;
  }
}

/** A route's path in a source ARN, where `*` stands for a parameter. */
function sourcePath({ path }: Route): string {
  return path.replace(/\{\w+\+?\}/g, "*");
}

/** IAM's `*` takes slashes too: the permission of GET /items/{id} is that of GET /items/{id}/versions as well. */
function isCovered(route: Route, other: Route): boolean {
  if (other === route || other.method !== route.method || other.handler !== route.handler) return false;
  const pattern = sourcePath(other)
    .split("*")
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return sourcePath(other) !== sourcePath(route) && new RegExp(`^${pattern.join(".*")}$`).test(sourcePath(route));
}

function routeId({ method, path }: Route): string {
  return `${method.toLowerCase()}-${path === "/" ? "root" : pathId(path)}`;
}

function pathId(path: string): string {
  return path
    .slice(1)
    .replace(/[{}+]/g, "")
    .replace(/[^A-Za-z0-9]+/g, "-");
}
