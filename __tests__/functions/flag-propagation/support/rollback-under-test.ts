import type { Disagreement } from "../../../../functions/flag-propagation/consistency-checker/contract";
import type { FlagVersion } from "../../../../functions/flag-propagation/flag/flag-version";
import type { Verdict } from "../../../../functions/flag-propagation/flag/verdict";
import type { StoredVersion } from "../../../../functions/flag-propagation/flags-api/store";
import type { RollbackRequest } from "../../../../functions/flag-propagation/rollback/contract";
import type { RollbackPorts, RollbackStore } from "../../../../functions/flag-propagation/rollback/ports";
import { rollBack } from "../../../../functions/flag-propagation/rollback/roll-back";
import { EXAMPLE_ENVIRONMENT, EXAMPLE_NOW, flag } from "../../../../functions/flag-propagation/rules/example";
import { MemoryFlagStore } from "./memory-flag-store";

export const ID = String(flag().flag_id);
export const ROLLBACK_ARN = "arn:aws:lambda:eu-west-1:123456789012:function:flag-propagation-rollback-staging:live";

type Members = Readonly<Record<string, unknown>>;

/** The table as a rollback sees it, over flags in memory. */
export function rollbackStoreOver(kept: MemoryFlagStore): RollbackStore {
  const history = async (flagId: string, below = Number.MAX_SAFE_INTEGER) =>
    (await kept.history(flagId, { limit: 1_000, after: { flag_id: flagId, version: below } })).entries;
  return {
    get: (flagId) => kept.get(flagId),
    current: (ids) => kept.current(ids),
    version: async (flagId, version) => (await history(flagId)).find((other) => other.version === version),
    newest: async (flagId, below) => (await history(flagId, below))[0],
    verdicts: async (flagId, version) =>
      kept.verdicts.filter((verdict) => verdict.flag_id === flagId && verdict.version === version),
    published: async (flagId, upTo) =>
      kept.verdicts
        .filter(({ flag_id, version, valid, published_at }) => {
          return flag_id === flagId && version <= upTo && valid && published_at !== undefined;
        })
        .toSorted((a, b) => b.version - a.version),
    append: (version, predecessor) => kept.append(version as unknown as FlagVersion, predecessor),
  };
}

interface Parts {
  /** Stands before the store in memory. */
  readonly store?: (store: RollbackStore) => RollbackStore;
  readonly environment?: string;
  readonly now?: () => number;
}

/** Rollbacks over a table in memory, with the writes and verdicts that lead to them. */
export function rollbackUnderTest({ store: wrap = (store) => store, environment, now }: Parts = {}) {
  const kept = new MemoryFlagStore();
  const counted: string[] = [];
  const lines: { readonly level: string; readonly message: string; readonly details: Members }[] = [];
  const ports: RollbackPorts = {
    store: wrap(rollbackStoreOver(kept)),
    environment: environment ?? EXAMPLE_ENVIRONMENT,
    principal: ROLLBACK_ARN,
    correlationId: "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
    count: (metric) => counted.push(metric),
    log: (level, message, details) => lines.push({ level, message, details }),
    now: now ?? (() => EXAMPLE_NOW),
  };

  /** What the API and the validator make of a version: it is the current one, in the history, and published. */
  async function write(version: Members): Promise<void> {
    const written = version as unknown as FlagVersion;
    const previous = kept.records.get(written.flag_id)?.version ?? 0;
    if (!(await kept.append(written, previous))) throw new Error(`Version ${written.version} was not written.`);
    publish(written.version, written.flag_id);
  }

  function publish(version: number, flagId = ID): void {
    kept.verdicts.push(verdictOn(version, flagId));
  }

  /** A version that the API took and the validator did not: it is the current one all the same. */
  async function refuse(version: Members): Promise<void> {
    await write(version);
    const verdict = kept.verdicts.pop();
    if (verdict === undefined) return;
    const { published_at, ...refused } = verdict;
    kept.verdicts.push({ ...refused, valid: false, broken: ["DEP-05"] });
  }

  /** Puts a version back to where its release is at a share of the services, in percent. */
  function share(version: number, share: number): void {
    const index = kept.verdicts.findIndex((verdict) => verdict.flag_id === ID && verdict.version === version);
    const verdict = kept.verdicts[index];
    if (verdict !== undefined) kept.verdicts[index] = { ...verdict, share };
  }

  /** What the checker does once all caches have a version. */
  function confirm(version: number): void {
    const index = kept.verdicts.findIndex((verdict) => verdict.flag_id === ID && verdict.version === version);
    const verdict = kept.verdicts[index];
    if (verdict !== undefined) kept.verdicts[index] = { ...verdict, confirmed_at: EXAMPLE_NOW };
  }

  return {
    kept,
    ports,
    counted,
    lines,
    write,
    publish,
    refuse,
    confirm,
    share,
    rollBack: (request: RollbackRequest) => rollBack(request, ports),
    current: () => kept.records.get(ID),
    versions: async () => [...(await kept.history(ID, { limit: 1_000 })).entries].reverse(),
  };
}

export function request(version: number, changes: Partial<RollbackRequest> = {}): RollbackRequest {
  return { flag_id: ID, version, disagreements: [disagreement(version - 1 || null)], ...changes };
}

export function disagreement(version: number | null, kind: Disagreement["kind"] = "older"): Disagreement {
  return { service: "service-0001", kind: version === null ? "missing" : kind, version };
}

/** A flag's versions as the API writes them, in order: numbered, and each a minute after the one before it. */
export function versionsOf(...contents: readonly Members[]): readonly StoredVersion[] {
  return contents.map((content, index) => ({
    ...content,
    flag_id: ID,
    version: index + 1,
    written_at: EXAMPLE_NOW - (contents.length - index) * 60_000,
    reason: `Widen the trial to the next shops, step ${index + 1}.`,
  }));
}

/** What stands in a version that says the flag is deleted. */
export function deletion(): Members {
  const { environment, created_at, user, principal, correlation_id } = flag();
  return { environment, created_at, user, principal, correlation_id, deleted: true };
}

function verdictOn(version: number, flagId: string): Verdict {
  return {
    flag_id: flagId,
    record: `verdict#${String(version).padStart(16, "0")}#1`,
    version,
    valid: true,
    broken: [],
    advisories: [],
    validated_at: EXAMPLE_NOW,
    published_at: EXAMPLE_NOW,
  };
}
