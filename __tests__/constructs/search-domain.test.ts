import { describe, expect, it } from "@jest/globals";
import { Testing } from "cdktf";
import { LambdaFunction } from "../../modules/constructs/lambda-function";
import { Network } from "../../modules/constructs/network";
import { SearchDomain } from "../../modules/constructs/search-domain";
import { readWorld } from "../../modules/proof/world";
import { graphOf, TestSystem } from "../helpers/test-system";

const DOMAIN = "aws_opensearch_domain.search";

/** A system with a domain, which one function administers and another one searches. */
function someSystem(): { readonly system: TestSystem; readonly search: SearchDomain; readonly network: Network } {
  const system = new TestSystem();
  const network = new Network(system, "network");
  const search = new SearchDomain(system, "search", { network, part: "notes" });
  return { system, search, network };
}

function complete() {
  const { system, search, network } = someSystem();
  const uses = { shipping: search.administer(), intake: search.read("notes-*") };
  for (const [name, access] of Object.entries(uses)) {
    const entry = `orders/${name}`;
    new LambdaFunction(system, name, { entry, description: "Uses it", network, uses: { NOTES_ENDPOINT: access } });
  }
  return system;
}

const json = graphOf(complete()).json;
const graph = graphOf(complete());

/** The attributes of the domain, as Terraform would have them. */
function domainWhere(variables: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | undefined {
  return readWorld(json, { variables }).resource(`${DOMAIN}[0]`)?.attributes;
}

describe("a search domain", () => {
  it("FLAG-08 encrypts what it stores with the system's key, and all that goes between its nodes and to it", () => {
    expect(graph.references(DOMAIN, "encrypt_at_rest", "kms_key_id")).toEqual(["aws_kms_key.key"]);
    expect(domainWhere({})).toMatchObject({
      encrypt_at_rest: { enabled: true },
      node_to_node_encryption: { enabled: true },
      domain_endpoint_options: { enforce_https: true, tls_security_policy: "Policy-Min-TLS-1-2-PFS-2023-10" },
    });
  });

  it("FLAG-08 has no password: its master user is the role of the function that administers it", () => {
    expect(graph.argument(DOMAIN, "advanced_security_options", "internal_user_database_enabled")).toBe(false);
    expect(graph.references(DOMAIN, "advanced_security_options", "master_user_options", "master_user_arn")).toEqual([
      "aws_iam_role.shipping_role",
    ]);
  });

  it.each([
    ["dev", "t3.small.search", 1, false, 1],
    ["prod", "r7g.large.search", 2, true, 2],
  ])(
    "FLAG-08 is sized by environment: %s",
    (environment, instance_type, instance_count, zone_awareness_enabled, subnets) => {
      const domain = domainWhere({ environment });
      expect(domain).toMatchObject({ cluster_config: { instance_type, instance_count, zone_awareness_enabled } });
      expect(domain).toHaveProperty("vpc_options.subnet_ids.length", subnets);
    },
  );

  it("FLAG-08 takes another instance type, and tunes those that can be tuned", () => {
    const domain = domainWhere({ environment: "prod", notes_instance_type: "m7g.large.search" });
    expect(domain).toMatchObject({ cluster_config: { instance_type: "m7g.large.search" } });
    expect(domain?.auto_tune_options).toEqual([expect.objectContaining({ desired_state: "ENABLED" })]);
    expect(domainWhere({})?.auto_tune_options).toEqual([]);
  });

  it("FLAG-08 logs slow requests, errors and who asked, each to an encrypted group that only this domain may fill", () => {
    const options = graph.argument(DOMAIN, "log_publishing_options") as readonly Record<string, string>[];
    expect(options.map(({ log_type }) => log_type)).toEqual([
      ...["INDEX_SLOW_LOGS", "SEARCH_SLOW_LOGS", "ES_APPLICATION_LOGS", "AUDIT_LOGS"],
    ]);
    for (const group of graph.references(DOMAIN, "log_publishing_options")) {
      expect(graph.references(group, "kms_key_id")).toEqual(["aws_kms_key.key"]);
    }
    const [statement] = JSON.parse(
      String(graph.argument("aws_cloudwatch_log_resource_policy.search_logs_policy", "policy_document")),
    ).Statement;
    expect(statement.Resource).toEqual(options.map((option) => `${option.cloudwatch_log_group_arn}:*`));
    expect(statement.Condition.ArnEquals["aws:SourceArn"]).toMatch(/:domain\/orders-notes-\$\{var\.environment\}$/);
  });

  it.each([
    ["red", "ClusterStatus.red"],
    ["writes_blocked", "ClusterIndexWritesBlocked"],
    ["storage", "FreeStorageSpace"],
    ["memory", "JVMMemoryPressure"],
    ["cpu", "CPUUtilization"],
  ])("FLAG-08 wakes somebody: %s", (alarm, metric) => {
    const address = `aws_cloudwatch_metric_alarm.search_${alarm}`;
    expect(graph.argument(address, "metric_name")).toBe(metric);
    expect(graph.argument(address, "dimensions", "DomainName")).toBe(graph.argument(DOMAIN, "domain_name"));
    expect(graph.references(address, "alarm_actions")).toEqual(["aws_sns_topic.alarms"]);
  });

  it("FLAG-08 wakes somebody when less than a quarter of a node's storage is left, in MiB", () => {
    const alarm = readWorld(json, { variables: { notes_volume_size: 100 } }).resource(
      "aws_cloudwatch_metric_alarm.search_storage[0]",
    );
    expect(alarm?.attributes).toMatchObject({ comparison_operator: "LessThanThreshold", threshold: 25 * 1024 });
  });
});

describe("sign-in to Dashboards", () => {
  const people = "aws_iam_role.search_sign_in_people";

  it("FLAG-08 goes by Cognito, in pools that OpenSearch Service may use under a role of its own", () => {
    expect(graph.references(DOMAIN, "cognito_options", "user_pool_id")).toEqual([
      "aws_cognito_user_pool.search_sign_in_users",
    ]);
    const role = "aws_iam_role.search_sign_in_role";
    expect(graph.references(DOMAIN, "cognito_options", "role_arn")).toEqual([role]);
    const resources = graph
      .policy(`aws_iam_role_policy.${role.split(".")[1]}_policy`)
      .flatMap(({ Resource }) => Resource);
    expect(resources).toEqual([
      "${aws_cognito_user_pool.search_sign_in_users[0].arn}",
      "${aws_cognito_identity_pool.search_sign_in_identities[0].arn}",
      `\${${people}[0].arn}`,
    ]);
  });

  it("FLAG-08 is for those alone whom an administrator let in, with a second factor", () => {
    const users = "aws_cognito_user_pool.search_sign_in_users";
    expect(graph.argument(users, "admin_create_user_config", "allow_admin_create_user_only")).toBe(true);
    expect(graph.argument(users, "mfa_configuration")).toBe("ON");
    const identities = "aws_cognito_identity_pool.search_sign_in_identities";
    expect(graph.argument(identities, "allow_unauthenticated_identities")).toBe(false);
  });

  it("FLAG-08 gives people a role that may read and search this domain and do nothing else", () => {
    expect(graph.references("aws_cognito_identity_pool_roles_attachment.search_sign_in_roles", "roles")).toEqual([
      people,
    ]);
    expect(graph.referrers("aws_iam_role_policy", "role", people)).toEqual([]);
    const [statement, ...others] = JSON.parse(String(graph.argument(DOMAIN, "access_policies"))).Statement;
    expect(others).toEqual([]);
    expect(statement).toMatchObject({
      Principal: { AWS: `\${${people}[0].arn}` },
      Action: ["es:ESHttpGet", "es:ESHttpPost"],
    });
  });
});

describe("the variable of an OpenSearch that is there already", () => {
  const world = readWorld(json, { variables: { notes_endpoint: "http://127.0.0.1:9200" } });

  it("FLAG-08 makes nothing that only a domain of the system's own needs", () => {
    const types = /opensearch|cognito|log_resource_policy/;
    expect(world.resources.filter(({ type }) => types.test(type))).toEqual([]);
    expect(world.resources.filter(({ address }) => /\.search_|to_notes_search/.test(address))).toEqual([]);
    expect(world.findings).toEqual([]);
  });

  it("FLAG-08 tells the functions where it is", () => {
    const variables = {
      environment: { variables: expect.objectContaining({ NOTES_ENDPOINT: "http://127.0.0.1:9200" }) },
    };
    expect(world.resource("aws_lambda_function.intake")?.attributes).toMatchObject(variables);
  });
});

describe("the access to a domain", () => {
  it("FLAG-08 is scoped to the paths that the functions use", () => {
    const [resource] = graph.resourcesFor("aws_lambda_function.intake", "es:ESHttpGet");
    expect(resource).toMatch(/:domain\/orders-notes-\$\{var\.environment\}\/notes-\*\/_search$/);
    expect(graph.resourcesFor("aws_lambda_function.intake", "es:ESHttpPut")).toEqual([]);
  });

  it("FLAG-08 opens the domain's group to those who have one, on 443", () => {
    const rules = graph.referrers(
      "aws_vpc_security_group_ingress_rule",
      "security_group_id",
      "aws_security_group.search_group",
    );
    expect(rules.map((rule) => graph.argument(rule, "from_port"))).toEqual([443, 443]);
    expect(rules.flatMap((rule) => graph.references(rule, "referenced_security_group_id")).toSorted()).toEqual([
      "aws_security_group.intake_placement_group",
      "aws_security_group.shipping_placement_group",
    ]);
  });

  it("fails if nobody administers the domain, and says how", () => {
    expect(() => Testing.synth(someSystem().system)).toThrow(/orders\/search.*administer\(\)/s);
  });

  it("fails if two functions administer it", () => {
    const { system, search, network } = someSystem();
    const administrator = (name: string) =>
      new LambdaFunction(system, name, {
        entry: `orders/${name}`,
        description: "Sets it up",
        network,
        uses: { NOTES_ENDPOINT: search.administer() },
      });
    administrator("intake");
    expect(() => administrator("shipping")).toThrow(/orders\/search.*given twice/s);
  });
});
