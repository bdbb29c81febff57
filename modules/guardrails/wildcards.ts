import { expressionsIn, replaceInterpolations } from "./expressions";

/** `arn:partition:service:region:account:` */
const ARN_HEAD = /^arn:(?:[^:]*:){4}/;

/**
 * @returns whether an ARN reaches beyond what this stack makes: a `*` before anything that Terraform fills in.
 * `${aws_s3_bucket.uploads.arn}/*` stays within one bucket; `*`, `arn:aws:sqs:*:*:*` and `…:table/*` do not.
 */
export function reachesBeyond(arn: string): boolean {
  // A wildcard may also be chosen by an expression: `${var.open ? "*" : aws_sqs_queue.events.arn}`.
  if (expressionsIn(arn).some((expression) => expression.includes('"*"'))) {
    return true;
  }
  const [beforeWildcard, ...afterWildcard] = replaceInterpolations(arn, () => "$")
    .replace(ARN_HEAD, "")
    .split(/[*?]/);
  return afterWildcard.length > 0 && !beforeWildcard?.includes("$");
}
