/**
 * Limits of every AWS client. The SDK's defaults wait without end for an answer; with these, three attempts end
 * within 13 seconds, well before a function of the items API is stopped, and the caller gets an error it can act on.
 */
export const clientOptions = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true }, // ms
} as const;
