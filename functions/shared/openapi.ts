import * as z from "zod";
import type { Route } from "./http/router";

/** What a route takes and gives, beyond its method and path. */
export interface OperationDescription {
  readonly summary: string;
  /** Parameters of the query, by name. */
  readonly query?: z.ZodObject;
  /** Parameters of the path, by name. */
  readonly path?: Readonly<Record<string, z.ZodType>>;
  readonly headers?: readonly HeaderDescription[];
  /** Name of the request body's schema. */
  readonly body?: string;
  readonly responses: Readonly<Record<number, ResponseDescription>>;
}

export interface HeaderDescription {
  readonly name: string;
  readonly description: string;
  /** @default false */
  readonly required?: boolean;
}

export interface ResponseDescription {
  readonly description: string;
  /** Name of the body's schema. @default no body */
  readonly schema?: string;
  /** @default application/json */
  readonly mediaType?: string;
  /** @default none */
  readonly headers?: readonly HeaderDescription[];
}

export interface ApiDescription<Candidate extends Route> {
  readonly title: string;
  readonly version: string;
  readonly description: string;
  readonly routes: readonly Candidate[];
  readonly operations: Readonly<Record<Candidate["operation"], OperationDescription>>;
  /** The named schemas that bodies refer to. */
  readonly schemas: Readonly<Record<string, z.ZodType>>;
}

/** The OpenAPI 3.1 document of an API, made from the routes that it answers and the schemas that check its input. */
export function openApi<Candidate extends Route>(api: ApiDescription<Candidate>) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of api.routes) {
    const description = api.operations[route.operation as Candidate["operation"]];
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route, description) };
  }
  return {
    openapi: "3.1.0",
    info: { title: api.title, version: api.version, description: api.description },
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(api.schemas).map(([name, schema]) => [name, component(name, schema)])),
    },
  };
}

function operation(route: Route, description: OperationDescription) {
  return {
    operationId: route.operation,
    summary: description.summary,
    parameters: [
      ...Object.entries(description.path ?? {}).map(([name, schema]) => parameter("path", name, schema, true)),
      ...Object.entries(description.query?.shape ?? {}).map(([name, schema]) =>
        parameter("query", name, schema, !isOptional(schema)),
      ),
      ...(description.headers ?? []).map(({ name, required = false, ...header }) => ({
        in: "header",
        name,
        required,
        ...header,
        schema: { type: "string" },
      })),
    ],
    ...(description.body && { requestBody: { required: true, content: content(description.body) } }),
    responses: mapValues(description.responses, response),
  };
}

function parameter(place: "path" | "query", name: string, schema: z.core.$ZodType, required: boolean) {
  return { in: place, name, required, schema: jsonSchema(schema) };
}

function isOptional(schema: z.core.$ZodType): boolean {
  return z.safeParse(schema, undefined).success;
}

function response({ description, schema, mediaType, headers = [] }: ResponseDescription) {
  return {
    description,
    ...(headers.length > 0 && {
      headers: Object.fromEntries(
        headers.map((header) => [header.name, { description: header.description, schema: { type: "string" } }]),
      ),
    }),
    ...(schema && { content: content(schema, mediaType) }),
  };
}

function content(schema: string, mediaType = "application/json") {
  return { [mediaType]: { schema: { $ref: `#/components/schemas/${schema}` } } };
}

/** A schema that refers to itself does so from its own root, which in the document is another place. */
function component(name: string, schema: z.core.$ZodType) {
  return JSON.parse(JSON.stringify(jsonSchema(schema)), (key, value) =>
    key === "$ref" && typeof value === "string"
      ? value.replace(/^#\/\$defs\//, `#/components/schemas/${name}/$defs/`)
      : value,
  );
}

/**
 * As the caller sees it: the input of a schema that transforms. OpenAPI 3.1 names the dialect once for the document.
 */
function jsonSchema(schema: z.core.$ZodType) {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: "input" });
  return rest;
}

function mapValues<From, To>(record: Readonly<Record<string | number, From>>, to: (value: From) => To) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, to(value)]));
}
