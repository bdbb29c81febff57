import { policiesByHolder } from "../policies";
import type { Rule } from "../rule";
import { deniesPlainText } from "../tls-policies";

export const bucketWithoutTlsPolicy: Rule = {
  id: "bucket-without-tls-policy",
  requirements: ["ALL-09"],
  check: (stack) =>
    stack
      .resources("aws_s3_bucket")
      .filter((bucket) => {
        const statements = stack
          .satellites(bucket, "aws_s3_bucket_policy", "bucket")
          .flatMap(({ address }) => policiesByHolder(stack).get(address) ?? [])
          .flatMap((policy) => policy.statements ?? []);
        const arn = `\${${bucket.address}.arn}`;
        return !(
          deniesPlainText(statements, "s3:ListBucket", arn) &&
          deniesPlainText(statements, "s3:GetObject", `${arn}/*`) &&
          deniesPlainText(statements, "s3:PutObject", `${arn}/*`)
        );
      })
      .map(({ address }) => ({
        address,
        fault: "its policy lets requests come without TLS",
        remedy: "Deny s3:* to everyone on its arn and its arn/* where aws:SecureTransport is false",
      })),
};
