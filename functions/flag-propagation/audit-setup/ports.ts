import type { OpenSearchRequest } from "../audit/open-search";

export interface SetupPorts {
  readonly openSearch: {
    /** @throws OpenSearchFailure for every answer but a success */
    request(request: OpenSearchRequest): Promise<unknown>;
  };
  readonly sleep: (ms: number) => Promise<unknown>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: (level: "info" | "warn", message: string, details: Readonly<Record<string, unknown>>) => void;
}
