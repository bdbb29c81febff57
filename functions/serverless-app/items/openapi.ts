import * as z from "zod";
import { problemDocument } from "../../shared/http/problem";
import { type OperationDescription, openApi } from "../../shared/openapi";
import { CORRELATION, ETAG, failures, IF_MATCH, problem, RETRY_AFTER, success } from "../../shared/openapi-responses";
import { itemBody } from "../item";
import { itemId, pageQuery } from "./parameters";
import { item, itemPage, versionPage } from "./representation";
import { type OperationId, routes } from "./routes";

const badBody = {
  413: problem("The body has more than 256 KiB."),
  415: problem("The body is not application/json."),
  422: problem("The body does not match its schema; every fault is listed."),
};

const badPrecondition = {
  412: problem("If-Match does not name the current version."),
  428: problem("If-Match is missing."),
};

const path = { id: itemId };
const notFound = problem("There is no such item.");

const operations: Record<OperationId, OperationDescription> = {
  createItem: {
    summary: "Create an item",
    headers: [
      CORRELATION,
      {
        name: "Idempotency-Key",
        description: "1 to 255 visible ASCII characters. A repeat within a day answers as the first request did.",
      },
    ],
    body: "ItemBody",
    responses: {
      201: success(
        "The item's first version.",
        "Item",
        ETAG,
        { name: "Location", description: "Path of the item." },
        { name: "Idempotent-Replayed", description: "true when this answers a repeat and nothing was created." },
      ),
      400: problem("The body is not JSON, or the Idempotency-Key is not valid."),
      409: problem("A request with this Idempotency-Key is still in progress.", RETRY_AFTER),
      ...badBody,
      422: problem("The body does not match its schema, or the Idempotency-Key was used with another body."),
      ...failures,
    },
  },
  listItems: {
    summary: "List the items, newest first",
    headers: [CORRELATION],
    query: pageQuery,
    responses: {
      200: success("A page of items.", "ItemPage"),
      400: problem("A parameter or the cursor is not valid."),
      ...failures,
    },
  },
  getItem: {
    summary: "Read an item",
    path,
    headers: [CORRELATION, { name: "If-None-Match", description: "ETags of versions that the caller has." }],
    responses: {
      200: success("The item's current version.", "Item", ETAG),
      304: success("The caller has the current version.", undefined, ETAG),
      400: problem("If-None-Match is not valid."),
      404: notFound,
      ...failures,
    },
  },
  replaceItem: {
    summary: "Replace an item with a new version",
    path,
    headers: [CORRELATION, IF_MATCH],
    body: "ItemBody",
    responses: {
      200: success("The item's new version.", "Item", ETAG),
      400: problem("The body is not JSON, or If-Match is not valid."),
      404: notFound,
      ...badPrecondition,
      ...badBody,
      ...failures,
    },
  },
  deleteItem: {
    summary: "Delete an item; its history stays",
    path,
    headers: [CORRELATION, IF_MATCH],
    responses: {
      204: success("The item is deleted."),
      400: problem("If-Match is not valid."),
      404: notFound,
      ...badPrecondition,
      ...failures,
    },
  },
  listItemVersions: {
    summary: "List an item's versions, newest first",
    path,
    query: pageQuery,
    headers: [CORRELATION],
    responses: {
      200: success("A page of versions.", "VersionPage"),
      400: problem("A parameter or the cursor is not valid."),
      404: problem("There never was such an item."),
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

/** Made on first use: most processes are never asked for it. */
export function openApiDocument() {
  document ??= openApi({
    title: "Items",
    version: "1.0.0",
    description: "Items kept as versions. Every error is a problem document (RFC 9457).",
    routes,
    operations,
    schemas: {
      ItemBody: itemBody,
      Item: item,
      ItemPage: itemPage,
      VersionPage: versionPage,
      Problem: problemDocument,
      OpenApi: z.looseObject({ openapi: z.string() }).meta({ description: "An OpenAPI 3.1 document." }),
    },
  });
  return document;
}
