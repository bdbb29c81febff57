import { type Attributes, blocks, number, text, texts } from "./edges/attributes";
import type { View } from "./edges/view";
import type { Resource } from "./model";

export type Direction = "ingress" | "egress";

/** What a security group lets through. */
interface GroupRule {
  readonly group: string;
  readonly direction: Direction;
  /** Ids of the groups on the other side; none where it is an address range, a prefix list or the like. */
  readonly peers: readonly string[];
  /** Whether the other side is given by addresses, which may be anybody's. */
  readonly byAddress: boolean;
  readonly coversPort: (port: number) => boolean;
}

/** Every rule of every security group, however Terraform lets it be written. */
export function groupRules(view: View): readonly GroupRule[] {
  return [
    ...(["ingress", "egress"] as const).flatMap((direction) => [
      ...view
        .ofType(`aws_vpc_security_group_${direction}_rule`)
        .map(({ attributes }) => ruleOf(attributes, direction, text(attributes, "security_group_id") ?? "")),
      ...view
        .ofType("aws_security_group")
        .flatMap((group) => blocks(group.attributes, direction).map((rule) => ruleOf(rule, direction, idOf(group)))),
    ]),
    ...view
      .ofType("aws_security_group_rule")
      .map(({ attributes }) =>
        ruleOf(
          attributes,
          text(attributes, "type") === "egress" ? "egress" : "ingress",
          text(attributes, "security_group_id") ?? "",
        ),
      ),
  ];
}

function ruleOf(rule: Attributes, direction: Direction, group: string): GroupRule {
  const peers = [
    ...["referenced_security_group_id", "source_security_group_id", "security_groups"].flatMap((name) =>
      texts(rule, name),
    ),
    ...(rule.self === true ? [group] : []),
  ];
  const addresses = ["cidr_ipv4", "cidr_ipv6", "prefix_list_id", "cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids"];
  const protocol = text(rule, "ip_protocol") ?? text(rule, "protocol") ?? String(number(rule, "protocol") ?? "-1");
  const from = number(rule, "from_port") ?? 0;
  const to = number(rule, "to_port") ?? 65_535;
  return {
    group,
    direction,
    peers,
    byAddress: addresses.some((name) => texts(rule, name).length > 0),
    coversPort: (port) => protocol === "-1" || (["tcp", "6"].includes(protocol) && from <= port && port <= to),
  };
}

function idOf({ attributes }: Resource): string {
  return text(attributes, "id") ?? "";
}
