import type { Principal, Statement } from "../model";
import { accountOf } from "./arn";
import { maskUnknown, UNKNOWN } from "./glob";
import { not, or, type Ternary } from "./ternary";

/** How a statement of a resource policy speaks of who asks. */
export interface Spoken {
  /** By name, or as one of everyone. */
  readonly directly: Ternary;
  /** By the account alone: what it allows, the account's identity policies decide about. */
  readonly byAccount: Ternary;
}

const DIRECTLY: Spoken = { directly: true, byAccount: false };
const BY_ACCOUNT: Spoken = { directly: false, byAccount: true };
const NOT_AT_ALL: Spoken = { directly: false, byAccount: false };
const PERHAPS: Spoken = { directly: "unknown", byAccount: "unknown" };

/** @returns how a statement of a resource policy speaks of a principal. One that names nobody at all is no such statement. */
export function speaksOf({ principals, notPrincipals }: Statement, principal: Principal): Spoken {
  if (principals) return among(principals, principal);
  if (notPrincipals) return { directly: isExcept(notPrincipals, principal), byAccount: false };
  return PERHAPS;
}

function among(principals: Readonly<Record<string, readonly string[]>>, principal: Principal): Spoken {
  const spoken = Object.entries(principals).flatMap(([type, names]) =>
    names.map((name) => named(type, maskUnknown(name), principal)),
  );
  return {
    directly: or(...spoken.map(({ directly }) => directly)),
    byAccount: or(...spoken.map(({ byAccount }) => byAccount)),
  };
}

/**
 * `NotPrincipal` excepts a role only where its sessions and its account are listed with it, and the name of a session is
 * not in the configuration: a role that is listed in any way is unknown.
 */
function isExcept(listed: Readonly<Record<string, readonly string[]>>, principal: Principal): Ternary {
  const { directly, byAccount } = among(listed, principal);
  const isListed = or(directly, byAccount);
  const isEveryone = [...(listed.AWS ?? []), ...(listed["*"] ?? [])].includes("*");
  return isListed === true && principal.kind === "role" && !isEveryone ? "unknown" : not(isListed);
}

function named(type: string, name: string, principal: Principal): Spoken {
  if (name === "*" && (type === "AWS" || type === "*")) return DIRECTLY;
  switch (principal.kind) {
    case "role":
      return roleNamed(type, name, principal.arn);
    case "service":
      return type === "Service" ? exactly(name, principal.service) : NOT_AT_ALL;
    case "federated":
      return type === "Federated" ? exactly(name, principal.provider) : NOT_AT_ALL;
  }
}

function exactly(name: string, principal: string): Spoken {
  return name === principal ? DIRECTLY : unlessOpen(name);
}

function roleNamed(type: string, name: string, roleArn: string): Spoken {
  const arn = maskUnknown(roleArn);
  const account = accountOf(arn);
  // Which account a canonical user stands for, only S3 knows.
  if (type === "CanonicalUser") return { directly: false, byAccount: "unknown" };
  if (type !== "AWS") return NOT_AT_ALL;
  if (name === arn && !name.includes(UNKNOWN)) return DIRECTLY;
  if (account === undefined || arn.includes(UNKNOWN)) return PERHAPS;
  if (name === account || /^arn:[^:]+:iam::(\d+):root$/.exec(name)?.[1] === account) {
    return BY_ACCOUNT;
  }
  if (name.includes(UNKNOWN)) return PERHAPS;
  return isSessionOf(name, arn) || isRoleId(name) ? PERHAPS : unlessOpen(name);
}

/** AWS refuses a wildcard in part of a principal's name: what it would do with one, nobody can tell. */
function unlessOpen(name: string): Spoken {
  return /[*?]/.test(name) || name.includes(UNKNOWN) ? PERHAPS : NOT_AT_ALL;
}

/** `arn:aws:sts::111111111111:assumed-role/NAME/SESSION`, where who asks may be that session or another. */
function isSessionOf(name: string, roleArn: string): boolean {
  const roleName = roleArn.slice(roleArn.lastIndexOf("/") + 1);
  return accountOf(name) === accountOf(roleArn) && name.includes(`:assumed-role/${roleName}/`);
}

/** The id that AWS puts in the place of a role which was deleted; it tells no name. */
function isRoleId(name: string): boolean {
  return name.startsWith("AROA");
}
