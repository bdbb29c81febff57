import type { EntryCode } from "./code/entry-code";
import { namedInEnvironment } from "./edges/environment-values";
import type { View } from "./edges/view";
import type { Finding } from "./model";

/** @returns the IAM actions of requests to an OpenSearch domain: its API has no client, and an action for each method. */
export function requestActions({ signedRequests }: EntryCode): readonly string[] {
  return (signedRequests?.methods ?? []).map(
    (method) => `es:ESHttp${method.charAt(0)}${method.slice(1).toLowerCase()}`,
  );
}

/** @returns findings on requests that a function signs itself, unless its environment names the domain that they are for. */
export function unexplainedRequests(view: View, address: string, { signedRequests }: EntryCode): readonly Finding[] {
  const fn = view.world.resource(address);
  const isForDomain =
    fn !== undefined && namedInEnvironment(view, fn).some(({ resource }) => resource.type === "aws_opensearch_domain");
  return isForDomain && signedRequests?.methods.length !== 0 ? [] : (signedRequests?.findings ?? []);
}
