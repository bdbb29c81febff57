import { createHash } from "node:crypto";

/**
 * A weak entity tag over the evaluations themselves: whatever they depend on (flags, context, schedules, the time in
 * targeting), it is another one as soon as any of them is another.
 */
export function entityTagOf(evaluations: unknown): string {
  return `W/"${createHash("sha256").update(JSON.stringify(evaluations)).digest("base64url")}"`;
}

/**
 * Whether If-None-Match names the tag. The protocol's examples have tags without quotes, and so have clients. `*`
 * names no evaluations that the caller could have, so it never matches.
 */
export function namesTag(ifNoneMatch: string | undefined, tag: string): boolean {
  const opaque = opaqueTag(tag);
  return ifNoneMatch?.split(",").some((given) => opaqueTag(given.trim()) === opaque) ?? false;
}

function opaqueTag(tag: string): string {
  return tag.replace(/^W\//, "").replace(/^"(.*)"$/, "$1");
}
