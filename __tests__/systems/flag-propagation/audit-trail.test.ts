import { describe, expect, it } from "@jest/globals";
import { Testing } from "cdktf";
import { Network } from "../../../modules/constructs/network";
import { readWorld } from "../../../modules/proof/world";
import { AuditTrail } from "../../../modules/systems/flag-propagation/audit-trail";
import { SystemStack } from "../../../modules/systems/system-stack";
import { graphOf, someCode } from "../../helpers/test-system";

const FUNCTIONS = ["audit-writer", "audit-reader", "audit-setup"];

/** The audit trail and what every system has. */
class AuditTrailAlone extends SystemStack {
  constructor() {
    const code = someCode(FUNCTIONS.map((name) => `flag-propagation/${name}`));
    super(Testing.app(), "flag-propagation", { target: "aws", code, metricsNamespace: "FlagPropagation" });
    const audit = new AuditTrail(this, { network: new Network(this, "network") });
    this.output("flag_propagation_audit_queue_url", "What is to be written", audit.queue.url);
  }
}

const graph = graphOf(new AuditTrailAlone());
const queue = "aws_sqs_queue.audit";
const domain = "aws_opensearch_domain.search";
const [writer, reader, setup] = FUNCTIONS.map((name) => `aws_lambda_function.${name.replace("-", "_")}`) as [
  string,
  string,
  string,
];
const invocation = "aws_lambda_invocation.audit_is_set_up";

/** What the function that sets up is invoked with. */
function inputWhere(variables: Readonly<Record<string, unknown>>): unknown {
  return JSON.parse(String(readWorld(graph.json, { variables }).resource(`${invocation}[0]`)?.attributes.input));
}

describe("queue → writer", () => {
  const mapping = "aws_lambda_event_source_mapping.audit_writer_from_audit";

  it("FLAG-08 FLAG-13 feeds the writer with many messages at once", () => {
    expect(graph.references(mapping, "event_source_arn")).toEqual([queue]);
    expect(graph.references(mapping, "function_name")).toEqual(["aws_lambda_alias.audit_writer_live"]);
    expect(graph.argument(mapping, "batch_size")).toBe(100);
    expect(graph.argument(mapping, "function_response_types")).toEqual(["ReportBatchItemFailures"]);
  });

  it("FLAG-08 keeps what waits for fourteen days, and gives no message up in an outage of a day", () => {
    expect(graph.argument(queue, "message_retention_seconds")).toBe(14 * 24 * 60 * 60);
    const { maxReceiveCount } = JSON.parse(String(graph.argument(queue, "redrive_policy")));
    const hidden = Number(graph.argument(queue, "visibility_timeout_seconds"));
    expect(maxReceiveCount * hidden).toBeGreaterThan(24 * 60 * 60);
    // Of both, a failed batch is seen again the sooner.
    const timeout = Number(graph.argument(writer, "timeout"));
    expect(maxReceiveCount * timeout).toBeGreaterThan(5 * 60 * 60);
  });

  it("FLAG-08 wakes somebody when what waits grows old", () => {
    const alarm = "aws_cloudwatch_metric_alarm.audit_age";
    expect(graph.references(alarm, "dimensions", "QueueName")).toEqual([queue]);
    expect(graph.references(alarm, "alarm_actions")).toEqual(["aws_sns_topic.alarms"]);
  });
});

describe("functions → OpenSearch", () => {
  it.each([
    ["writer", writer, { "es:ESHttpPost": "_bulk" }],
    ["reader", reader, { "es:ESHttpGet": "flag-audit-*/_search" }],
    ["setup", setup, { "es:ESHttpGet": "*", "es:ESHttpPut": "*", "es:ESHttpPost": "*" }],
  ])("FLAG-08 FLAG-13 lets the %s send what it sends, and nothing else", (_name, fn, allowed) => {
    for (const action of ["es:ESHttpGet", "es:ESHttpPut", "es:ESHttpPost", "es:ESHttpDelete", "es:ESHttpPatch"]) {
      const paths = graph.resourcesFor(fn, action).map((arn) => /:domain\/flag-audit-\S+?\/(.*)$/.exec(arn)?.[1]);
      expect(paths).toEqual([(allowed as Record<string, string>)[action] ?? []].flat());
    }
  });

  it.each([writer, reader, setup])("FLAG-08 FLAG-09 places %s where it reaches the domain", (fn) => {
    const groups = graph.references(fn, "vpc_config", "security_group_ids");
    const rules = graph.referrers(
      "aws_vpc_security_group_ingress_rule",
      "security_group_id",
      "aws_security_group.search_group",
    );
    expect(rules.flatMap((rule) => graph.references(rule, "referenced_security_group_id"))).toEqual(
      expect.arrayContaining([...groups]),
    );
    expect(graph.argument(fn, "environment", "variables", "AUDIT_ENDPOINT")).toBe("${local.audit_endpoint}");
  });

  it("FLAG-08 makes the function that sets up the domain's master user", () => {
    expect(graph.references(domain, "advanced_security_options", "master_user_options", "master_user_arn")).toEqual([
      graph.roleOf(setup),
    ]);
  });
});

describe("deployment → setup", () => {
  it("FLAG-08 FLAG-13 sets the domain up at a deployment, with everything in place", () => {
    expect(graph.references(invocation, "function_name")).toEqual([setup]);
    expect(graph.argument(invocation, "depends_on")).toEqual(
      expect.arrayContaining([
        domain,
        "aws_iam_role_policy.audit_setup_role_policy",
        "aws_vpc_security_group_ingress_rule.search_group_from_audit_setup",
        "aws_vpc_security_group_egress_rule.audit_setup_placement_group_to_audit_search",
      ]),
    );
  });

  it("FLAG-08 FLAG-13 takes the first entry from the queue once the index template is there", () => {
    expect(graph.argument("aws_lambda_event_source_mapping.audit_writer_from_audit", "depends_on")).toEqual(
      expect.arrayContaining([invocation, "aws_iam_role_policy.audit_writer_role_policy"]),
    );
  });

  it("FLAG-08 leaves it to others where an operator says so", () => {
    const world = readWorld(graph.json, { variables: { audit_setup: false } });
    expect(world.resources.filter(({ type }) => type === "aws_lambda_invocation")).toEqual([]);
  });

  it("FLAG-08 does so again when the code or the domain is another", () => {
    expect(graph.argument(invocation, "triggers")).toEqual({
      code: `\${${setup}.source_code_hash}`,
      endpoint: "${local.audit_endpoint}",
    });
  });

  it("FLAG-08 says how long entries stay, how many copies there are, and who may do what", () => {
    const arn = (name: string) => expect.stringMatching(new RegExp(`:role/flag-audit-${name}-dev-`));
    expect(inputWhere({ audit_retention_days: 90 })).toEqual({
      ...{ retention_days: 90, replicas: 0, shards: 1 },
      roles: { writer: arn("writer"), reader: arn("reader"), people: arn("people") },
    });
    expect(inputWhere({ environment: "prod" })).toMatchObject({ retention_days: 400, replicas: 1 });
  });

  it("FLAG-08 leaves the roles of an OpenSearch that is there already to it", () => {
    expect(inputWhere({ audit_endpoint: "http://127.0.0.1:9200" })).toEqual({
      ...{ retention_days: 400, replicas: 0, shards: 1 },
    });
  });
});

it("FLAG-10 names the role of the sign-in by prefix", () => {
  expect(graph.argument("aws_iam_role.search_sign_in_role", "name_prefix")).toBe(
    "flag-opensearch-cognito-${var.environment}-",
  );
});
