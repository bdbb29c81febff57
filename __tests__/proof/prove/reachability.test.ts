import { describe, expect, it } from "@jest/globals";
import { FN, faultsOf, proofOf, role } from "../edges/some-config";

const CACHE = {
  "aws_elasticache_replication_group.cache": {
    replication_group_id: "cache",
    port: 6380,
    security_group_ids: ["${aws_security_group.cache.id}"],
  },
  "aws_security_group.cache": { name: "cache" },
};
const URL = "rediss://${aws_elasticache_replication_group.cache.primary_endpoint_address}:6380";

const fnIn = (groups: readonly string[], url = URL) => ({
  ...role("lambda"),
  "aws_lambda_function.fn": {
    ...FN["aws_lambda_function.fn"],
    environment: { variables: { CACHE_URL: url } },
    ...(groups.length > 0 && { vpc_config: { subnet_ids: ["subnet-1"], security_group_ids: groups } }),
  },
  "aws_security_group.fn": { name: "fn" },
});
const IN_GROUP = fnIn(["${aws_security_group.fn.id}"]);

const tcp = (port: number) => ({ ip_protocol: "tcp", from_port: port, to_port: port });
const out = (port = 6380, to = "${aws_security_group.cache.id}") => ({
  "aws_vpc_security_group_egress_rule.it": {
    security_group_id: "${aws_security_group.fn.id}",
    referenced_security_group_id: to,
    ...tcp(port),
  },
});
const into = (port = 6380, from = "${aws_security_group.fn.id}") => ({
  "aws_vpc_security_group_ingress_rule.it": {
    security_group_id: "${aws_security_group.cache.id}",
    referenced_security_group_id: from,
    ...tcp(port),
  },
});

const unreachable = (resources: Parameters<typeof proofOf>[0]) => faultsOf(proofOf(resources), "unreachable-server");

describe("a server that a function's environment names", () => {
  it("is connected with the function, which takes no permission", () => {
    const { edges } = proofOf({ ...CACHE, ...IN_GROUP, ...out(), ...into() });
    expect(edges).toContainEqual(
      expect.objectContaining({
        kind: "connection",
        from: "aws_lambda_function.fn",
        to: "aws_elasticache_replication_group.cache",
        calls: [],
      }),
    );
  });

  it("is reached where both groups let it through on the port", () => {
    expect(unreachable({ ...CACHE, ...IN_GROUP, ...out(), ...into() })).toEqual([]);
  });

  it.each([
    ["the function's group lets nothing out", into(), /let nothing out to it/],
    ["the server's group lets nothing in", out(), /do not let it in/],
    ["the way out is on another port", { ...out(6379), ...into() }, /let nothing out to it/],
    ["the way in is on another port", { ...out(), ...into(6379) }, /do not let it in/],
    [
      "the way in is another group's",
      { ...out(), ...into(6380, "${aws_security_group.other.id}") },
      /do not let it in/,
    ],
  ])("is not reached where %s", (_case, rules, fault) => {
    const other = { "aws_security_group.other": { name: "other" } };
    expect(unreachable({ ...CACHE, ...IN_GROUP, ...other, ...rules })).toEqual([expect.stringMatching(fault)]);
  });

  it("is not reached from outside of any network", () => {
    expect(unreachable({ ...CACHE, ...fnIn([]) })).toEqual([expect.stringMatching(/stands in no network/)]);
  });

  it("is reached by rules within the groups, and by rules of the older kind", () => {
    const inline = {
      ...CACHE,
      "aws_security_group.cache": {
        name: "cache",
        ingress: [
          { protocol: "tcp", from_port: 6000, to_port: 7000, security_groups: ["${aws_security_group.fn.id}"] },
        ],
      },
    };
    const older = {
      "aws_security_group_rule.out": {
        type: "egress",
        security_group_id: "${aws_security_group.fn.id}",
        protocol: "-1",
        from_port: 0,
        to_port: 0,
        cidr_blocks: ["0.0.0.0/0"],
      },
    };
    expect(unreachable({ ...inline, ...IN_GROUP, ...older })).toEqual([]);
  });

  it("is not judged by groups of another configuration", () => {
    expect(unreachable({ ...CACHE, ...fnIn(["sg-0123456789abcdef0"]), ...into(6380, "sg-0123456789abcdef0") })).toEqual(
      [],
    );
  });

  it("is a database as well", () => {
    const database = {
      "aws_db_instance.runs": { identifier: "runs", vpc_security_group_ids: ["${aws_security_group.cache.id}"] },
      "aws_security_group.cache": { name: "cache" },
    };
    const url = "${aws_db_instance.runs.address}";
    expect(unreachable({ ...database, ...fnIn(["${aws_security_group.fn.id}"], url) })).toHaveLength(1);
    expect(
      unreachable({ ...database, ...fnIn(["${aws_security_group.fn.id}"], url), ...out(5432), ...into(5432) }),
    ).toEqual([]);
  });
});
