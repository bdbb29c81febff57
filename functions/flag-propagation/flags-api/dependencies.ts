import type { HttpRequest } from "../../shared/http/request";
import type { HttpResponse } from "../../shared/http/response";
import type { FallbackReads } from "./fallback-reads";
import type { FlagStore } from "./store";

export interface Dependencies {
  readonly store: FlagStore;
  readonly reads: Pick<FallbackReads, "read">;
  /** The deployment's environment, such as `dev`. */
  readonly environment: string;
  readonly count: (metric: "FlagsCreated" | "FlagsUpdated" | "FlagsDeleted" | "FlagWritesRefused") => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export type Operation = (
  request: HttpRequest,
  parameters: Readonly<Record<string, string>>,
) => HttpResponse | Promise<HttpResponse>;
