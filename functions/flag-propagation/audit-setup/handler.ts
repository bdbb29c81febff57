import { setTimeout as sleep } from "node:timers/promises";
import { env } from "../../shared/env";
import { lazy } from "../../shared/lazy";
import { logger } from "../../shared/logger";
import { observed } from "../../shared/observed";
import { OpenSearch } from "../audit/open-search";
import type { SetupResult } from "./contract";
import { readRequest } from "./read-request";
import { setUp } from "./set-up";

const endpoint = env("AUDIT_ENDPOINT");
const openSearch = lazy(() => new OpenSearch(endpoint));

/** Makes the domain ready for the audit trail. A deployment calls it and fails where it does. */
export const handler = observed(
  (event: unknown): Promise<SetupResult> =>
    setUp(readRequest(event), {
      openSearch: openSearch(),
      sleep,
      now: Date.now,
      log: (level, message, details) => logger[level](message, details),
    }),
);
