import type { Rule } from "../rule";

/** Singletons of an account or region: the last stack that is applied wins, for everyone. */
const ACCOUNT_WIDE: Readonly<Record<string, string>> = {
  aws_api_gateway_account: "Leave the account's CloudWatch role to whoever owns the account",
  aws_iam_account_alias: "Leave it to whoever owns the account",
  aws_iam_account_password_policy: "Leave it to whoever owns the account",
  aws_iam_policy_attachment:
    "Use an aws_iam_role_policy; this type detaches the policy from every other role of the account",
  aws_s3_account_public_access_block: "Use an aws_s3_bucket_public_access_block for each bucket",
  aws_sns_sms_preferences: "Leave it to whoever owns the account",
  aws_xray_encryption_config: "Leave it to whoever owns the account",
};

export const accountWideResource: Rule = {
  id: "account-wide-resource",
  requirements: ["ALL-08"],
  check: (stack) =>
    Object.entries(ACCOUNT_WIDE).flatMap(([type, remedy]) =>
      stack.resources(type).map(({ address }) => ({
        address,
        fault: `the type ${type} changes the whole account, other environments and teams included`,
        remedy,
      })),
    ),
};
