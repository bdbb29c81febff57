/**
 * @param arn such as `arn:aws:dynamodb:us-west-2:111122223333:table/flags`
 * @returns `us-west-2`
 * @throws Error for what is no ARN of a Region.
 */
export function regionOf(arn: string): string {
  const [prefix, , , region, , ...resource] = arn.split(":");
  if (prefix === "arn" && region && resource.length > 0) return region;
  throw new Error(
    `'${arn}' is no ARN of something in a Region, such as arn:aws:dynamodb:us-west-2:111122223333:table/flags.`,
  );
}
