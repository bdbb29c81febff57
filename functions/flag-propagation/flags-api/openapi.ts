import * as z from "zod";
import { problemDocument } from "../../shared/http/problem";
import { type HeaderDescription, type OperationDescription, openApi } from "../../shared/openapi";
import { CORRELATION, ETAG, failures, IF_MATCH, problem, success } from "../../shared/openapi-responses";
import { flagId } from "../flag/flag";
import { propagationOperations, propagationSchemas } from "../propagation-status/openapi";
import { routes as propagationRoutes } from "../propagation-status/routes";
import { changedFlag, deleteQuery, newFlag, pageQuery, writeQuery } from "./parameters";
import { dryRunDocument, flagDocument, flagPage, versionPage } from "./representation";
import { type OperationId, routes } from "./routes";

const badBody = {
  413: problem("The body has more than 256 KiB."),
  415: problem("The body is not application/json."),
  422: problem("The body does not match its schema, or the flag breaks critical rules; each is listed."),
};

const badPrecondition = {
  412: problem("If-Match does not name the current version, or another writer was first."),
  428: problem("If-Match is missing."),
};

const READ_REGION: HeaderDescription = {
  name: "X-Read-Region",
  description: "Only where the home Region does not answer: the Region whose copy this is, which may be behind.",
};

const path = { flag_id: flagId };
const notFound = problem("There is no such flag.");
const unreadable = problem("A writer beside this API left a record that cannot be followed; detail says what to do.");
const rehearsed = success("Of a dry run: what every rule decides. Nothing was written.", "DryRun");

const operations: Record<OperationId, OperationDescription> = {
  createFlag: {
    summary: "Create a flag, or bring a deleted one back at its next version",
    query: writeQuery,
    headers: [CORRELATION],
    body: "NewFlag",
    responses: {
      200: rehearsed,
      201: success(
        "The flag, which is on its way to the services.",
        "Flag",
        ETAG,
        { name: "Location", description: "Path of the flag." },
        { name: "Idempotent-Replayed", description: "true when this answers a repeat and nothing was created." },
      ),
      400: problem("The body is not JSON, or a parameter is not valid."),
      409: problem("There is a flag of this id, or its record or history cannot be followed."),
      ...badBody,
      ...failures,
    },
  },
  listFlags: {
    summary: "List the flags, by id",
    headers: [CORRELATION],
    query: pageQuery,
    responses: {
      200: success("A page of flags.", "FlagPage", READ_REGION),
      400: problem("A parameter or the cursor is not valid."),
      ...failures,
    },
  },
  getFlag: {
    summary: "Read a flag",
    path,
    headers: [CORRELATION, { name: "If-None-Match", description: "ETags of versions that the caller has." }],
    responses: {
      200: success("The flag's current version.", "Flag", ETAG, READ_REGION),
      304: success("The caller has the current version.", undefined, ETAG, READ_REGION),
      400: problem("If-None-Match is not valid."),
      404: notFound,
      409: unreadable,
      ...failures,
    },
  },
  replaceFlag: {
    summary: "Replace a flag with a new version",
    path,
    query: writeQuery,
    headers: [CORRELATION, IF_MATCH],
    body: "ChangedFlag",
    responses: {
      200: success(
        "The flag's new version, which is on its way to the services. Of a dry run: a DryRun, and no ETag.",
        "FlagOrDryRun",
        ETAG,
      ),
      400: problem("The body is not JSON, or If-Match or a parameter is not valid."),
      404: notFound,
      409: unreadable,
      ...badPrecondition,
      ...badBody,
      ...failures,
    },
  },
  deleteFlag: {
    summary: "Delete a flag; its history stays",
    path,
    query: deleteQuery,
    headers: [CORRELATION, IF_MATCH],
    responses: {
      204: success("The flag is deleted, which is on its way to the services."),
      400: problem("If-Match or a parameter is missing or not valid."),
      404: notFound,
      409: unreadable,
      ...badPrecondition,
      422: problem("The deletion breaks critical rules; each is listed."),
      ...failures,
    },
  },
  listFlagVersions: {
    summary: "List a flag's versions, newest first",
    path,
    query: pageQuery,
    headers: [CORRELATION],
    responses: {
      200: success("A page of versions.", "VersionPage", READ_REGION),
      400: problem("A parameter or the cursor is not valid."),
      404: problem("There never was such a flag."),
      ...failures,
    },
  },
  getOpenApi: {
    summary: "This document",
    responses: {
      200: { description: "The OpenAPI document.", schema: "OpenApi", headers: [CORRELATION] },
      500: failures[500],
    },
  },
};

let document: ReturnType<typeof openApi> | undefined;

/**
 * One document for all of `/flags`, whichever function answers a path. Made on first use: most processes are never
 * asked for it.
 */
export function openApiDocument() {
  document ??= openApi({
    title: "Flags",
    version: "1.0.0",
    description:
      "Feature flags kept as versions and propagated to services. Every error is a problem document (RFC 9457).",
    routes: [...routes, ...propagationRoutes],
    operations: { ...operations, ...propagationOperations },
    schemas: {
      NewFlag: newFlag,
      ChangedFlag: changedFlag,
      Flag: flagDocument,
      FlagPage: flagPage,
      VersionPage: versionPage,
      DryRun: dryRunDocument,
      FlagOrDryRun: z.union([flagDocument, dryRunDocument]),
      ...propagationSchemas,
      Problem: problemDocument,
      OpenApi: z.looseObject({ openapi: z.string() }).meta({ description: "An OpenAPI 3.1 document." }),
    },
  });
  return document;
}
