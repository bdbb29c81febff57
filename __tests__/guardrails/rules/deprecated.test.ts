import { describe, expect, it } from "@jest/globals";
import { accountWideResource } from "../../../modules/guardrails/rules/account-wide-resource";
import { deprecatedArgument } from "../../../modules/guardrails/rules/deprecated-argument";
import { deprecatedType } from "../../../modules/guardrails/rules/deprecated-type";
import { unusableAccessLogFormat } from "../../../modules/guardrails/rules/unusable-access-log-format";
import { messagesOf, set } from "../breaking";

describe("deprecated-type", () => {
  it("ALL-08 fails if a bucket has an ACL of its own", () => {
    expect(messagesOf(deprecatedType, set("aws_s3_bucket_acl.archive", { acl: "private" }))).toEqual([
      "orders/archive (aws_s3_bucket_acl.archive): the type aws_s3_bucket_acl is deprecated. Leave it out: new buckets take no ACLs, an aws_s3_bucket_policy says who may do what. [deprecated-type, ALL-08]",
    ]);
  });
});

describe("deprecated-argument", () => {
  it("ALL-08 fails if a bucket has blocks inside itself", () => {
    const inline = { acl: "private", versioning: [{ enabled: true }] };
    expect(messagesOf(deprecatedArgument, set("aws_s3_bucket.archive", inline))).toEqual([
      "orders/archive/bucket (aws_s3_bucket.archive): the argument acl is deprecated in provider 5.x. Use an aws_s3_bucket_policy. [deprecated-argument, ALL-08]",
      "orders/archive/bucket (aws_s3_bucket.archive): the argument versioning is deprecated in provider 5.x. Use an aws_s3_bucket_versioning. [deprecated-argument, ALL-08]",
    ]);
  });

  it("ALL-08 fails if a cache has auth_token_enabled", () => {
    const cache = set("aws_elasticache_replication_group.cache", { auth_token_enabled: false });
    expect(messagesOf(deprecatedArgument, cache)).toEqual([expect.stringContaining("the argument auth_token_enabled")]);
  });

  it("ALL-08 fails if a lifecycle rule has a prefix without a filter", () => {
    const rule = [{ status: "Enabled", prefix: "old/" }];
    expect(messagesOf(deprecatedArgument, set("aws_s3_bucket_lifecycle_configuration.archive", { rule }))).toEqual([
      expect.stringContaining("the argument rule.prefix is deprecated in provider 5.x. Use rule.filter.prefix"),
    ]);
  });
});

describe("account-wide-resource", () => {
  it("ALL-08 fails if a stack sets the account's API Gateway role", () => {
    expect(messagesOf(accountWideResource, set("aws_api_gateway_account.account", {}))).toEqual([
      "orders/account (aws_api_gateway_account.account): the type aws_api_gateway_account changes the whole account, other environments and teams included. Leave the account's CloudWatch role to whoever owns the account. [account-wide-resource, ALL-08]",
    ]);
  });
});

describe("unusable-access-log-format", () => {
  it.each([
    ["has several lines", '{\n"requestId":"$context.requestId"}'],
    ["leaves a variable unquoted", '{"status":$context.status}'],
    ["is no JSON", "$context.requestId"],
  ])("ALL-08 fails if the access log format %s", (_case, format) => {
    expect(
      messagesOf(unusableAccessLogFormat, set("aws_api_gateway_stage.api", { access_log_settings: { format } })),
    ).toEqual([
      `orders/api/stage (aws_api_gateway_stage.api): its access log format '${format}' is not one line of JSON. Write it with JSON.stringify, each $context variable in quotes. [unusable-access-log-format, ALL-08]`,
    ]);
  });
});
