import { setTimeout as sleep } from "node:timers/promises";
import type { AuditAction, AuditEntry } from "../../../functions/flag-propagation/audit/entry";
import type { FlagsApi } from "./flag-propagation-api";
import type { JourneyContext, Step } from "./journey";
import { openSearch } from "./opensearch";

/** The writer waits for a batch, it and the reader have to start, and OpenSearch shows what is new once a second. */
const COLD_MS = 60_000;
const POLL_MS = 200;

/** What a change leaves in the trail, and how long after the write each may happen: what the stages before it may take. */
const RECORDED = [
  { action: "write", budgetMs: 500 },
  { action: "verdict", budgetMs: 2_500 },
  { action: "publication", budgetMs: 3_500 },
] as const satisfies readonly { action: AuditAction; budgetMs: number }[];

interface AuditedChange {
  readonly flag: string;
  readonly version: number;
  /** Who made it. */
  readonly user: string;
}

/** A change of a flag is found in its audit trail, entry by entry. A machine without OpenSearch says that it keeps none. */
export function auditSteps(
  context: JourneyContext,
  api: FlagsApi,
  { flag, version, user }: AuditedChange,
): readonly Step[] {
  const name = "GET /flags/{flag_id}/audit";
  const missing = context.unavailable?.get(openSearch.name);
  if (missing !== undefined) {
    const why = missing.split(". ", 1)[0];
    return [{ name, budgetMs: COLD_MS, run: async () => `no audit trail, entries wait in their queue: ${why}` }];
  }
  let entries: readonly AuditEntry[] = [];
  return [
    {
      name,
      budgetMs: COLD_MS,
      run: async (detail) => {
        entries = await recorded(context, api, flag, version, detail);
        return `200, ${entries.length} entries of version ${version}`;
      },
    },
    ...RECORDED.map(({ action, budgetMs }) => ({
      name: `audit trail: ${action}`,
      budgetMs,
      run: async () => {
        const entry = entryOf(entries, action);
        if (action === "write" && entry.user !== user) throw new Error(`it says ${entry.user} wrote it, not ${user}`);
        return { outcome: told(entry), latencyMs: timeOf(entry) - timeOf(entryOf(entries, "write")) };
      },
    })),
  ];
}

/** Asks until all is there that the version leaves. @throws Error when it is not in time, saying what is missing */
async function recorded(
  { signal }: JourneyContext,
  api: FlagsApi,
  flag: string,
  version: number,
  detail: (text: string) => void,
): Promise<readonly AuditEntry[]> {
  const deadline = Date.now() + COLD_MS;
  for (;;) {
    const entries = (await api.audit(flag)).filter((entry) => entry.version === version);
    const missing = RECORDED.filter(({ action }) => entries.every((entry) => entry.action !== action));
    if (missing.length === 0) return entries;
    const waited = `waits for ${missing.map(({ action }) => action).join(", ")}`;
    if (Date.now() >= deadline) throw new Error(`${waited} of version ${version} for ${COLD_MS} ms`);
    detail(waited);
    await sleep(POLL_MS, undefined, { signal });
  }
}

function entryOf(entries: readonly AuditEntry[], action: AuditAction): AuditEntry {
  const entry = entries.find((candidate) => candidate.action === action);
  if (entry === undefined) throw new Error(`the audit trail has no ${action}`);
  return entry;
}

function timeOf(entry: AuditEntry): number {
  return Date.parse(entry["@timestamp"]);
}

/** `changed by ann@example.com: /defaultVariant "off" → "on"`, or why where nothing was changed. */
function told({ outcome, user, reason, diff = [] }: AuditEntry): string {
  const changes = diff.map(({ path, before = "nothing", after = "nothing" }) => `${path} ${before} → ${after}`);
  return `${outcome} by ${user}: ${changes.length > 0 ? changes.join(", ") : reason}`;
}
