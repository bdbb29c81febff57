import { block, number, texts } from "./edges/attributes";
import { serversOf } from "./edges/function-server";
import type { View } from "./edges/view";
import { found } from "./missing";
import type { Finding, Resource } from "./model";
import { type Direction, groupRules } from "./security-group-rules";

/**
 * @returns servers that a function's environment names and that the security groups keep it from. Groups of another
 * configuration, and rules by address, may let it through: only what this configuration closes is found.
 */
export function unreachableServers(view: View): readonly Finding[] {
  return view.ofType("aws_lambda_function").flatMap((fn) =>
    serversOf(view, fn).flatMap((server) => {
      const reason = whyNot(view, fn, server);
      return reason === undefined
        ? []
        : [
            found(
              view.world,
              "unreachable-server",
              fn.address,
              `its environment names ${server.address}, and ${reason}`,
              {
                remedy: `Connect the security groups of the two on port ${portOf(server)}: an egress rule of the function's, an ingress rule of the server's`,
              },
            ),
          ];
    }),
  );
}

function whyNot(view: View, fn: Resource, server: Resource): string | undefined {
  const own = texts(block(fn.attributes, "vpc_config"), "security_group_ids");
  if (own.length === 0) return isPublic(server) ? undefined : "stands in no network to reach it from";
  const theirs = groupsOf(server);
  const port = portOf(server);
  if (!isOpen(view, "egress", own, theirs, port)) return "its security groups let nothing out to it";
  if (!isOpen(view, "ingress", theirs, own, port)) return "the server's security groups do not let it in";
  return undefined;
}

function isOpen(view: View, direction: Direction, groups: readonly string[], peers: readonly string[], port: number) {
  const known = groups.every((id) => view.named("aws_security_group", id)?.mode === "managed");
  if (!known || peers.length === 0) return true;
  return groupRules(view).some(
    (rule) =>
      rule.direction === direction &&
      groups.includes(rule.group) &&
      rule.coversPort(port) &&
      (rule.byAddress || rule.peers.some((peer) => peers.includes(peer))),
  );
}

function groupsOf({ attributes }: Resource): readonly string[] {
  const own = ["security_group_ids", "vpc_security_group_ids"].flatMap((name) => texts(attributes, name));
  return [...own, ...texts(block(attributes, "vpc_options"), "security_group_ids")];
}

/** A domain that stands in no network is open to the internet, and IAM alone keeps its door. */
function isPublic({ type, attributes }: Resource): boolean {
  return type === "aws_opensearch_domain" && block(attributes, "vpc_options") === undefined;
}

function portOf({ type, attributes }: Resource): number {
  return type === "aws_opensearch_domain" ? 443 : (number(attributes, "port") ?? 6379);
}
