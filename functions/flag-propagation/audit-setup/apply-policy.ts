import * as z from "zod";
import { OpenSearchFailure } from "../audit/open-search-failure";
import type { SetupRequest } from "./contract";
import { AUDIT_INDICES, AUDIT_NAME } from "./index-template";
import { lifecyclePolicy } from "./lifecycle-policy";
import type { Ask } from "./steady-requests";

const PATH = `/_plugins/_ism/policies/${AUDIT_NAME}`;

/** Two deployments at once may meet; more often, something else is wrong. */
const ATTEMPTS = 3;

const kept = z.object({ _seq_no: z.int(), _primary_term: z.int() });

/** Beside the indices there is their number. */
const explained = z.record(
  z.string(),
  z.union([z.object({ "index.plugins.index_state_management.policy_id": z.string().nullish() }), z.number()]),
);

const changed = z.object({
  failures: z.boolean().optional(),
  failed_indices: z.array(z.object({ index_name: z.string(), reason: z.string() })).default([]),
});

/**
 * Puts the lifecycle policy, also in place of the one before, and lets all indices follow it: a policy takes up new ones
 * by itself, an index that is there goes on by the one that it knows until it is told.
 */
export async function applyPolicy(ask: Ask, request: Pick<SetupRequest, "retention_days">): Promise<void> {
  await putPolicy(ask, { policy: lifecyclePolicy(request) });
  const { followers, others } = await indices(ask);
  await tell(ask, "change_policy", followers);
  await tell(ask, "add", others);
}

async function putPolicy(ask: Ask, body: unknown): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const before = await currentPolicy(ask);
    const query = before && { if_seq_no: String(before._seq_no), if_primary_term: String(before._primary_term) };
    try {
      await ask("PUT", PATH, body, query);
      return;
    } catch (error) {
      if (statusOf(error) !== 409 || attempt === ATTEMPTS) throw error;
    }
  }
}

async function currentPolicy(ask: Ask): Promise<z.infer<typeof kept> | undefined> {
  try {
    return kept.parse(await ask("GET", PATH));
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

/** The indices that follow a policy, and the others. */
async function indices(ask: Ask): Promise<{ followers: readonly string[]; others: readonly string[] }> {
  const answer = explained.parse(await ask("GET", `/_plugins/_ism/explain/${AUDIT_INDICES}`));
  const followers: string[] = [];
  const others: string[] = [];
  for (const [index, state] of Object.entries(answer)) {
    if (typeof state === "number") continue;
    (state["index.plugins.index_state_management.policy_id"] ? followers : others).push(index);
  }
  return { followers, others };
}

/** @throws Error that names the indices which do not follow the policy */
async function tell(ask: Ask, what: "change_policy" | "add", names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const answer = changed.parse(
    await ask("POST", `/_plugins/_ism/${what}/${names.join(",")}`, { policy_id: AUDIT_NAME }),
  );
  if (answer.failed_indices.length === 0) return;
  const failed = answer.failed_indices.map(({ index_name, reason }) => `${index_name}: ${reason}`);
  throw new Error(
    `The lifecycle policy '${AUDIT_NAME}' is there, but indices do not follow it: ${failed.join("; ")}. ` +
      "Look at them with GET _plugins/_ism/explain, mend what it says, and deploy again.",
  );
}

function statusOf(error: unknown): number | undefined {
  return error instanceof OpenSearchFailure ? error.status : undefined;
}
