import type { SetupRequest } from "./contract";
import { AUDIT_INDICES } from "./index-template";

const LONGEST_MONTH = 31;
/** As long as the audit queue keeps a message: an entry may come so much later than what it tells of. */
const LATEST_ENTRY = 14;

/** A merge does not start while the domain is busy. */
const retry = { count: 3, backoff: "exponential", delay: "1h" };

/**
 * What becomes of a month's index: it takes entries until the month's last one has surely come, then it is merged and
 * made read-only, and at last deleted. Ages are counted from the index's creation, which is with or after its month's
 * first entry; its last may be a month younger.
 */
export function lifecyclePolicy({ retention_days }: Pick<SetupRequest, "retention_days">) {
  return {
    description: `Entries of the flags' audit trail, kept for ${retention_days} days at least.`,
    default_state: "hot",
    states: [
      {
        name: "hot",
        actions: [],
        transitions: [
          { state_name: "complete", conditions: { min_index_age: `${LONGEST_MONTH + LATEST_ENTRY + 1}d` } },
        ],
      },
      {
        name: "complete",
        actions: [
          { retry, read_only: {} },
          { retry, force_merge: { max_num_segments: 1 } },
        ],
        transitions: [{ state_name: "deleted", conditions: { min_index_age: `${retention_days + LONGEST_MONTH}d` } }],
      },
      { name: "deleted", actions: [{ retry, delete: {} }], transitions: [] },
    ],
    ism_template: [{ index_patterns: [AUDIT_INDICES], priority: 500 }],
  };
}
