import { invalidHeader, preconditionRequired } from "./problems";
import type { HttpRequest } from "./request";

const ENTITY_TAG = /^(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"$/;

/** The strong entity tag of a version (RFC 9110, 8.8.3). */
export function entityTag(version: number): string {
  return `"${version}"`;
}

/**
 * Whether the request may change this version: If-Match names it or is `*`. A weak tag never matches.
 *
 * @throws Problem 428 without If-Match, 400 when it holds no entity tags.
 */
export function ifMatch(request: HttpRequest): (version: number) => boolean {
  const header = request.headers["if-match"];
  if (header === undefined) throw preconditionRequired();
  const tags = parse("If-Match", header);
  return (version) => tags === "*" || tags.includes(entityTag(version));
}

/** Whether the caller already has this version; weak tags match too. */
export function ifNoneMatch(request: HttpRequest): (version: number) => boolean {
  const header = request.headers["if-none-match"];
  if (header === undefined) return () => false;
  const tags = parse("If-None-Match", header);
  return (version) => tags === "*" || tags.some((tag) => tag.replace(/^W\//, "") === entityTag(version));
}

function parse(name: string, header: string): "*" | readonly string[] {
  if (header.trim() === "*") return "*";
  const tags = header.split(",").map((tag) => tag.trim());
  if (!tags.every((tag) => ENTITY_TAG.test(tag)))
    throw invalidHeader(name, 'an ETag in double quotes, such as "3", or *');
  return tags;
}
