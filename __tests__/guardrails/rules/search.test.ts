import { describe, expect, it } from "@jest/globals";
import type { Rule } from "../../../modules/guardrails/rule";
import { identityPoolOpenToGuests } from "../../../modules/guardrails/rules/identity-pool-open-to-guests";
import { searchDomainOnInternet } from "../../../modules/guardrails/rules/search-domain-on-internet";
import { searchDomainWithPasswords } from "../../../modules/guardrails/rules/search-domain-with-passwords";
import { searchDomainWithoutEncryption } from "../../../modules/guardrails/rules/search-domain-without-encryption";
import { searchDomainWithoutLogs } from "../../../modules/guardrails/rules/search-domain-without-logs";
import { searchDomainWithoutTls } from "../../../modules/guardrails/rules/search-domain-without-tls";
import { userPoolOpenToAnyone } from "../../../modules/guardrails/rules/user-pool-open-to-anyone";
import { messagesOf, set } from "../breaking";

const LOGS = ["INDEX_SLOW_LOGS", "SEARCH_SLOW_LOGS", "ES_APPLICATION_LOGS", "AUDIT_LOGS"];

/** A domain that no rule objects to. */
const DOMAIN = {
  domain_name: "orders-${var.environment}",
  encrypt_at_rest: { enabled: true, kms_key_id: "${aws_kms_key.key.arn}" },
  node_to_node_encryption: { enabled: true },
  domain_endpoint_options: { enforce_https: true, tls_security_policy: "Policy-Min-TLS-1-2-PFS-2023-10" },
  advanced_security_options: { enabled: true, internal_user_database_enabled: false },
  vpc_options: { subnet_ids: ["${aws_subnet.one.id}"] },
  log_publishing_options: LOGS.map((log_type) => ({ log_type, cloudwatch_log_group_arn: "arn" })),
};

function toldOf(rule: Rule, attributes: Record<string, unknown>): readonly string[] {
  return messagesOf(rule, set("aws_opensearch_domain.search", { ...DOMAIN, ...attributes }));
}

const CASES: readonly (readonly [Rule, string, string, Record<string, unknown>, RegExp])[] = [
  [
    searchDomainWithoutEncryption,
    "ALL-09",
    "is stored in plain text",
    { encrypt_at_rest: undefined },
    /what it stores/,
  ],
  [
    searchDomainWithoutEncryption,
    "ALL-09",
    "is encrypted under a key of AWS's own",
    { encrypt_at_rest: { enabled: true } },
    /KMS key of ours/,
  ],
  [
    searchDomainWithoutEncryption,
    "ALL-09",
    "has nodes that talk in plain text",
    { node_to_node_encryption: { enabled: false } },
    /its nodes/,
  ],
  [
    searchDomainWithoutTls,
    "ALL-09",
    "takes HTTP",
    { domain_endpoint_options: { enforce_https: false, tls_security_policy: "Policy-Min-TLS-1-2-PFS-2023-10" } },
    /enforce_https = true/,
  ],
  [
    searchDomainWithoutTls,
    "ALL-09",
    "takes an old TLS",
    { domain_endpoint_options: { enforce_https: true, tls_security_policy: "Policy-Min-TLS-1-0-2019-07" } },
    /older than 1\.2/,
  ],
  [searchDomainOnInternet, "ALL-09", "stands in no network", { vpc_options: undefined }, /from the internet/],
  [
    searchDomainWithPasswords,
    "ALL-04",
    "lets everyone do everything",
    { advanced_security_options: undefined },
    /every index/,
  ],
  [
    searchDomainWithPasswords,
    "ALL-04",
    "has users of its own",
    { advanced_security_options: { enabled: true, internal_user_database_enabled: true } },
    /passwords of its own/,
  ],
  [
    searchDomainWithoutLogs,
    "FLAG-08",
    "lacks a log",
    { log_publishing_options: DOMAIN.log_publishing_options.slice(1) },
    /no INDEX_SLOW_LOGS\./,
  ],
  [
    searchDomainWithoutLogs,
    "FLAG-08",
    "has a log switched off",
    { log_publishing_options: DOMAIN.log_publishing_options.map((one) => ({ ...one, enabled: false })) },
    /no INDEX_SLOW_LOGS, SEARCH_SLOW_LOGS, ES_APPLICATION_LOGS, AUDIT_LOGS\./,
  ],
];

describe.each(CASES)("%#", (rule, requirement, fault, attributes, message) => {
  it(`${requirement} ${rule.id} fails if a domain ${fault}`, () => {
    expect(toldOf(rule, attributes)).toEqual([expect.stringMatching(message)]);
  });

  it(`${requirement} ${rule.id} passes if it does not`, () => {
    expect(toldOf(rule, {})).toEqual([]);
  });
});

describe("identity-pool-open-to-guests", () => {
  const pool = (open: boolean) =>
    messagesOf(
      identityPoolOpenToGuests,
      set("aws_cognito_identity_pool.people", { allow_unauthenticated_identities: open }),
    );

  it("ALL-04 fails if a pool gives credentials to guests", () => {
    expect(pool(true)).toEqual([
      "orders/people (aws_cognito_identity_pool.people): it gives credentials of AWS to whoever asks, signed in or not. Set allow_unauthenticated_identities = false. [identity-pool-open-to-guests, ALL-04]",
    ]);
    expect(pool(false)).toEqual([]);
  });
});

describe("user-pool-open-to-anyone", () => {
  const pool = (attributes: Record<string, unknown>) =>
    messagesOf(userPoolOpenToAnyone, set("aws_cognito_user_pool.people", attributes));

  it("ALL-04 fails if anyone can sign up", () => {
    expect(pool({})).toEqual([
      "orders/people (aws_cognito_user_pool.people): anyone can sign up in it. Set admin_create_user_config { allow_admin_create_user_only = true }. [user-pool-open-to-anyone, ALL-04]",
    ]);
    expect(pool({ admin_create_user_config: { allow_admin_create_user_only: true } })).toEqual([]);
  });
});
