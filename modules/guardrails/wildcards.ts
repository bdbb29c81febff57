import { expressionsIn, replaceInterpolations } from "./expressions";

/** `arn:partition:service:region:account:` */
const ARN_HEAD = /^arn:(?:[^:]*:){4}/;

/**
 * @param systemNames the words that names of this system start with
 * @returns whether an ARN reaches beyond what this stack makes: a `*` before anything that Terraform fills in.
 * `${aws_s3_bucket.uploads.arn}/*` stays within one bucket, and `orders-shop-????-${var.environment}` within the names of
 * one system and environment; `*`, `arn:aws:sqs:*:*:*` and `…:table/*` do not.
 */
export function reachesBeyond(arn: string, systemNames: readonly string[] = []): boolean {
  // A wildcard may also be chosen by an expression: `${var.open ? "*" : aws_sqs_queue.events.arn}`.
  if (expressionsIn(arn).some((expression) => expression.includes('"*"'))) {
    return true;
  }
  if (numbersOwnNames(arn, systemNames)) return false;
  const [beforeWildcard, ...afterWildcard] = replaceInterpolations(arn, () => "$")
    .replace(ARN_HEAD, "")
    .split(/[*?]/);
  return afterWildcard.length > 0 && !beforeWildcard?.includes("$");
}

/** `?` stands for one character: with a fixed number of them no other environment's name fits. */
function numbersOwnNames(arn: string, systemNames: readonly string[]): boolean {
  const name = replaceInterpolations(arn, (part) => (part === "${var.environment}" ? "$env" : "$")).replace(
    ARN_HEAD,
    "",
  );
  return systemNames.some((system) => name.startsWith(`${system}-`)) && /^[a-z0-9-]+\?+-\$env$/.test(name);
}
