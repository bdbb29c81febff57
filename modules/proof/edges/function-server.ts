import type { Resource } from "../model";
import { text } from "./attributes";
import { connection, type EdgeRule } from "./edge-rule";
import { variablesOf } from "./environment-values";
import type { View } from "./view";

/** Where each type of server answers. */
const ADDRESSES: Readonly<Record<string, readonly string[]>> = {
  aws_db_instance: ["address"],
  aws_elasticache_replication_group: [
    "primary_endpoint_address",
    "reader_endpoint_address",
    "configuration_endpoint_address",
  ],
  aws_opensearch_domain: ["endpoint", "domain_endpoint"],
};

/** IAM has a say in these: what a function does to them is a connection of its own. */
const ASKED_OF_IAM = new Set(["aws_opensearch_domain"]);

/** `rediss://host:6379/0`, or the host alone. */
const HOST = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^@/]*@)?([^:/?#]+)/i;

/** Function → a server that its environment names. IAM has no say in it: the network and the server's own secret have. */
export const functionServer: EdgeRule = {
  type: "aws_lambda_function",
  connections: (fn, view) =>
    serversOf(view, fn)
      .filter(({ type }) => !ASKED_OF_IAM.has(type))
      .map((server) => connection("connection", fn.address, server.address, [])),
};

/** @returns the servers that a function's environment names. */
export function serversOf(view: View, fn: Resource): readonly Resource[] {
  const named = Object.values(variablesOf(fn)).flatMap((value) => serverAt(view, value) ?? []);
  return [...new Set(named)];
}

function serverAt(view: View, value: unknown): Resource | undefined {
  const host = typeof value === "string" ? HOST.exec(value)?.[1] : undefined;
  if (host === undefined) return undefined;
  return Object.entries(ADDRESSES)
    .flatMap(([type, attributes]) => view.ofType(type).map((server) => ({ server, attributes })))
    .find(({ server, attributes }) => attributes.some((name) => text(server.attributes, name) === host))?.server;
}
