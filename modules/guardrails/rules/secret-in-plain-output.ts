import { expressionsIn, stringsIn } from "../expressions";
import type { Rule } from "../rule";
import { isTrue, type TerraformJson } from "../terraform-json";

/** Attributes that the providers call sensitive, as `type.attribute`, in the services in use. */
const SECRET_ATTRIBUTES: ReadonlySet<string> = new Set([
  "aws_api_gateway_api_key.value",
  "aws_cognito_user_pool_client.client_secret",
  "aws_db_instance.password",
  "aws_elasticache_replication_group.auth_token",
  "aws_elasticache_user.passwords",
  "aws_iam_access_key.secret",
  "aws_iam_access_key.ses_smtp_password_v4",
  "aws_rds_cluster.master_password",
  "aws_secretsmanager_secret_version.secret_binary",
  "aws_secretsmanager_secret_version.secret_string",
  "aws_ssm_parameter.value",
  "random_password.bcrypt_hash",
  "random_password.result",
]);

/** `type.name.attribute` and `var.name`, with the index of a counted resource left aside. */
const ATTRIBUTE = /(?<![\w.-])(?:data\.)?([a-z]\w*)\.([\w-]+)(?:\[[^\]]*\])?(?:\.(\w+))?/g;

export const secretInPlainOutput: Rule = {
  id: "secret-in-plain-output",
  requirements: ["ALL-11"],
  check: ({ json }) =>
    Object.entries(json.output ?? {})
      .filter(([, output]) => !isTrue(output.sensitive))
      .flatMap(([name, output]) =>
        secretsIn(json, output.value).map((secret) => ({
          address: `output.${name}`,
          fault: `it shows ${secret} in plain text`,
          remedy: "Set sensitive = true, or leave the output out",
        })),
      ),
};

function secretsIn(json: TerraformJson, value: unknown): readonly string[] {
  return stringsIn(value)
    .flatMap(expressionsIn)
    .flatMap((expression) =>
      [...expression.matchAll(ATTRIBUTE)]
        .filter(([, type, name = "", attribute]) =>
          type === "var" ? isTrue(json.variable?.[name]?.sensitive) : SECRET_ATTRIBUTES.has(`${type}.${attribute}`),
        )
        .map(([reference]) => reference),
    );
}
