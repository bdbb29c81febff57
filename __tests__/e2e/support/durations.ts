export const MINUTE_MS = 60_000;
export const DEPLOY_MS = 20 * MINUTE_MS;
/** The first change waits for the validator and for a copy of the updater for every service to start. */
export const COLD_MS = 4 * MINUTE_MS;
/** What a queue hides a message for after a failed attempt, and then some. */
export const RETRIED_MS = 4 * MINUTE_MS;
