/** How `npm run flag` ends. */
export const EXIT = {
  done: 0,
  /** Refused by the API or by the validator, or it could not be reached. */
  failed: 1,
  usage: 2,
  /** Not in all services when the time was up. */
  notConverged: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
