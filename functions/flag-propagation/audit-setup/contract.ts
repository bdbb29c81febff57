/** What a deployment asks of the function. */
export interface SetupRequest {
  /** For how long an entry is kept at least. */
  readonly retention_days: number;
  /** Copies of each shard beside the first; one less than the domain has data nodes at most. */
  readonly replicas: number;
  readonly shards: number;
  /** ARNs of IAM roles. Only for a domain with fine-grained access control. @default none */
  readonly roles?: {
    /** Adds entries. */
    readonly writer?: string;
    /** Searches them. */
    readonly reader?: string;
    /** Whom people get who sign in to Dashboards. */
    readonly people?: string;
  };
}

/** `unsupported` where the node lacks the plugin for it, as one on a laptop does. */
export interface SetupResult {
  readonly template: "applied";
  readonly policy: "applied" | "unsupported";
  /** `none` where none were asked for. */
  readonly roles: "applied" | "unsupported" | "none";
}
