import { createHash } from "node:crypto";
import { UserError } from "../errors";

/** Longest `environment` that the variable's validation lets through; every length below counts on it. */
export const ENVIRONMENT_MAX_LENGTH = 12;

/** What an environment may be called: it becomes part of names that AWS wants in lower case. */
export const ENVIRONMENT_PATTERN = `^[a-z][a-z0-9-]{1,${ENVIRONMENT_MAX_LENGTH - 1}}$`;

/** IAM appends 26 characters of its own to a `name_prefix`, of the 64 a role name has. */
const ROLE_PREFIX_LIMIT = 38;
const HASH_LENGTH = 5;
const KEBAB_CASE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

export interface LabelProps {
  /** Kebab case, such as `serverless-app`. */
  readonly system: string;
  /** The environment suffix, usually `${var.environment}`. */
  readonly environment: string;
}

/**
 * Makes every name of a system: `<system>-<part>-<environment>`. Where that can pass AWS's limit the first word
 * stands for the system; where even that can, the part is cut and a hash of the full name keeps it unique.
 */
export class Label {
  constructor(private readonly props: LabelProps) {
    if (!KEBAB_CASE.test(props.system)) {
      throw new UserError(
        `A system is called '${props.system}'. Use lower-case words joined by hyphens: 'serverless-app'.`,
      );
    }
  }

  /** What stands for the system in its names: its full name, or where that is too long its first word. */
  get systemNames(): readonly [string, string] {
    return [this.props.system, this.props.system.split("-", 1)[0] ?? this.props.system];
  }

  /**
   * @param part what the resource is within its system, such as `items`
   * @param limit AWS's limit for this kind of name, in characters
   * @param reserved how many of these a caller adds around the name
   */
  name(part: string, limit = 64, reserved = 0): string {
    return `${this.stem(part, limit - reserved - ENVIRONMENT_MAX_LENGTH - 1)}-${this.props.environment}`;
  }

  /** A `name_prefix` for an IAM role: ends in a hyphen and leaves IAM the 26 characters it appends. */
  rolePrefix(part: string): string {
    return `${this.name(part, ROLE_PREFIX_LIMIT, 1)}-`;
  }

  private stem(part: string, budget: number): string {
    const [system, firstWord] = this.systemNames;
    const full = `${system}-${part}`;
    if (full.length <= budget) return full;
    const short = `${firstWord}-${part}`;
    if (short.length <= budget) return short;
    const hash = createHash("sha256").update(full).digest("hex").slice(0, HASH_LENGTH);
    return `${short.slice(0, budget - HASH_LENGTH - 1).replace(/-$/, "")}-${hash}`;
  }
}
