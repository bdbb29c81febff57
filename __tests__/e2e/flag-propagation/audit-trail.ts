import { expect, it } from "@jest/globals";
import type { AuditAction, AuditEntry } from "../../../functions/flag-propagation/audit/entry";
import type { CheckResult } from "../../../functions/flag-propagation/consistency-checker/contract";
import { ROLLBACK_USER } from "../../../functions/flag-propagation/flag/rollback";
import type { RollbackResult } from "../../../functions/flag-propagation/rollback/contract";
import { serviceName } from "../../../functions/flag-propagation/services";
import { MINUTE_MS, RETRIED_MS } from "../support/durations";
import { eventually } from "../support/eventually";
import type { FlagSystem } from "../support/flag-system";
import { REASON, USER } from "../support/flags-api";

/** What the entries are about that are looked for one by one. */
let flag: string;

/** OpenSearch is down, from before the first write of the run. */
export function withoutAuditTrailTests(system: () => FlagSystem): void {
  it(
    "FLAG-08 FLAG-14 is no part of what it tells of: without OpenSearch flags are written, checked and rolled back",
    async () => {
      const { api, caches, safetyNet, openSearch } = system();
      await expect(fetch(openSearch.url)).rejects.toThrow();
      flag = system().name("audited");
      const etag = await api.write(flag, "off");
      await api.arrived(flag, 1, MINUTE_MS);
      expect(await safetyNet.check<CheckResult>({ operation: "check", flag_id: flag, version: 1 })).toMatchObject({
        outcome: "consistent",
      });
      await api.write(flag, "on", etag);
      // Its own check may come before the damage, on a busy machine: the calls are made here instead.
      await safetyNet.stopCheckOf(flag, 2, MINUTE_MS);
      await api.arrived(flag, 2, MINUTE_MS);
      await caches.damage(flag, serviceName(6), 2);
      const { disagreements } = await safetyNet.check<CheckResult>({ operation: "check", flag_id: flag, version: 2 });
      const undone = await safetyNet.rollback<RollbackResult>({ flag_id: flag, version: 2, disagreements });
      expect(undone).toMatchObject({ outcome: "rolled-back", from: 2, to: 1, version: 3 });
      await api.arrived(flag, 3, MINUTE_MS);
      // What is asked of OpenSearch itself is refused in the API's own words.
      const { status, body } = await api.call("GET", `/flags/${flag}/audit`);
      expect({ status, type: body.type }).toEqual({
        status: 503,
        type: expect.stringMatching(/^urn:plumbline:problem:/),
      });
    },
    5 * MINUTE_MS,
  );
}

/** OpenSearch was started again. */
export function auditTrailTests(system: () => FlagSystem): void {
  it(
    "FLAG-08 FLAG-14 has every entry once, when OpenSearch was down for the whole run and starts again",
    async () => {
      const { auditTrail } = system();
      const entries = await eventually(`all entries about ${flag}`, RETRIED_MS, async () => {
        const found = await auditTrail.about(flag);
        return found.some(isOf("rollback", 3)) && found.some(isOf("publication", 3)) ? found : undefined;
      });
      for (const [action, version, entry] of [
        ["write", 1, { user: USER, reason: REASON, outcome: "created" }],
        ["verdict", 1, { user: "flag-validator", outcome: "valid" }],
        ["publication", 1, { user: "flag-validator", outcome: "published" }],
        ["write", 2, { user: USER, reason: REASON, outcome: "changed" }],
        ["verdict", 2, { user: "flag-validator", outcome: "valid" }],
        ["publication", 2, { user: "flag-validator", outcome: "published" }],
        ["rollback", 3, { user: ROLLBACK_USER, outcome: "changed", details: { from: 2, to: 1 } }],
        ["verdict", 3, { user: "flag-validator", outcome: "valid" }],
        ["publication", 3, { user: "flag-validator", outcome: "published" }],
      ] as const) {
        expect(entries.filter(isOf(action, version))).toEqual([expect.objectContaining(entry)]);
      }
      const checks = (version: number) => entries.filter(isOf("check", version)).map(({ outcome }) => outcome);
      expect(checks(1)).toContain("consistent");
      expect(checks(2)).toContain("inconsistent");
      expect(entries.find(isOf("write", 2))?.diff).toEqual([
        { path: "/defaultVariant", before: '"off"', after: '"on"' },
      ]);
      for (const entry of entries) {
        expect(entry).toMatchObject({
          flag_id: flag,
          environment: "dev",
          user: expect.stringMatching(/./),
          reason: expect.stringMatching(/./),
        });
        expect(new Date(entry["@timestamp"]).toISOString()).toBe(entry["@timestamp"]);
      }
    },
    RETRIED_MS + 2 * MINUTE_MS,
  );

  it(
    "FLAG-08 FLAG-14 tells of every version that any test of this run wrote, and of each once",
    async () => {
      const { api, auditTrail, names } = system();
      for (const name of names) {
        const versions = await api.versions(name);
        const entries = await eventually(`${versions.length} versions of ${name}`, RETRIED_MS, async () => {
          const written = (await auditTrail.about(name)).filter(
            ({ action }) => action === "write" || action === "rollback",
          );
          return versions.every((version) => written.some((entry) => entry.version === version)) ? written : undefined;
        });
        const told = entries.map(({ version }) => version);
        expect({ name, told: told.toSorted((a, b) => a - b) }).toEqual({
          name,
          told: [...new Set(told)].toSorted((a, b) => a - b),
        });
      }
    },
    RETRIED_MS + 2 * MINUTE_MS,
  );

  it(
    "FLAG-08 FLAG-14 finds an entry by its time, user, environment and reason, and the API shows it",
    async () => {
      const { api, auditTrail } = system();
      const found = await auditTrail.search([
        { range: { "@timestamp": { gte: "now-1h", lte: "now" } } },
        { term: { user: USER } },
        { term: { environment: "dev" } },
        { match_phrase: { reason: REASON } },
        { term: { flag_id: flag } },
      ]);
      expect(found.map(({ action, version }) => `${action} ${version}`)).toEqual(["write 1", "write 2"]);
      const { status, body } = await api.call("GET", `/flags/${flag}/audit?limit=100`);
      expect(status).toBe(200);
      const entries = body.entries as readonly AuditEntry[];
      const times = entries.map((entry) => entry["@timestamp"]);
      expect(times).toEqual(times.toSorted().toReversed());
      expect(entries).toEqual(expect.arrayContaining([...found]));
    },
    2 * MINUTE_MS,
  );

  it(
    "FLAG-08 FLAG-14 has an entry within seconds while all is well",
    async () => {
      const { api, auditTrail } = system();
      const name = system().name("told");
      await api.write(name, "on");
      const [entry] = await eventually(`an entry about ${name}`, MINUTE_MS, async () => {
        const found = await auditTrail.about(name);
        return found.length > 0 ? found : undefined;
      });
      expect(entry).toMatchObject({ action: "write", version: 1, user: USER, environment: "dev", reason: REASON });
    },
    2 * MINUTE_MS,
  );
}

function isOf(action: AuditAction, version: number): (entry: AuditEntry) => boolean {
  return (entry) => entry.action === action && entry.version === version;
}
