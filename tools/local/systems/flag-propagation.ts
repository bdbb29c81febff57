import { setTimeout as sleep } from "node:timers/promises";
import { CURRENT } from "../../../functions/flag-propagation/flag/table-keys";
import type { Propagation } from "../../flag/answers";
import { auditSteps } from "./flag-audit";
import { HOPS, hopTime } from "./flag-hops";
import { FlagsApi } from "./flag-propagation-api";
import type { JourneyContext, Step } from "./journey";
import { openSearch } from "./opensearch";
import { redis } from "./redis";
import type { LocalSystem } from "./system";

/** The first request waits for the function to start. */
const COLD_MS = 10_000;
const WARM_MS = 1_000;
/** The first change waits for the validator and for every copy of the cache updater to start. */
const COLD_ARRIVAL_MS = 60_000;

const ARRIVAL_MS = HOPS.reduce((total, { budgetMs }) => total + budgetMs, 0);
const POLL_MS = 100;

const USER = "journey@example.com";
const NO_VARIANT = "nowhere";

/** A flag is made, flipped and deleted, and each change of it arrives in every service and in the audit trail; what is wrong goes nowhere. */
export const flagPropagation: LocalSystem = {
  name: "flag-propagation",
  services: [redis, openSearch],
  journey,
  shellVariables: (context) => ({ FLAGS_API_URL: new FlagsApi(context).url.href.replace(/\/$/, "") }),
};

function journey(context: JourneyContext): readonly Step[] {
  const api = new FlagsApi(context);
  const flag = `plumbline-journey-${Date.now().toString(36)}`;
  let etag = "";
  let flipped: Propagation | undefined;

  const arrived = async (version: number, withinMs: number, detail: (text: string) => void) => {
    const found = await until(context, api, flag, withinMs, detail, (propagation) => {
      return propagation.target_version === version && propagation.slowest_ms !== null;
    });
    const { converged, total } = found.services;
    return { found, outcome: `${converged} of ${total} services at version ${version}` };
  };

  return [
    {
      name: "POST /flags",
      budgetMs: COLD_MS,
      run: async () => {
        const response = await api.call("POST", "/flags", 201, { body: { flag_id: flag, ...definition("off") } });
        etag = response.etag;
        return `201, ETag ${etag}`;
      },
    },
    {
      name: "version 1 in all caches, cold",
      budgetMs: COLD_ARRIVAL_MS,
      run: async (detail) => (await arrived(1, COLD_ARRIVAL_MS, detail)).outcome,
    },
    {
      name: "PUT /flags/{flag_id} with If-Match",
      budgetMs: WARM_MS,
      run: async () => {
        const response = await api.call("PUT", `/flags/${flag}`, 200, { body: definition("on"), ifMatch: etag });
        etag = response.etag;
        return `200, ETag ${etag}`;
      },
    },
    {
      name: "version 2 in all caches",
      budgetMs: ARRIVAL_MS,
      run: async (detail) => {
        const { found, outcome } = await arrived(2, 2 * ARRIVAL_MS, detail);
        flipped = found;
        return { outcome, latencyMs: found.slowest_ms ?? Number.NaN };
      },
    },
    ...HOPS.map(({ hop, name, budgetMs }) => ({
      name,
      budgetMs,
      run: async () => {
        if (flipped === undefined) throw new Error("nothing was flipped");
        return hopTime(flipped, hop);
      },
    })),
    ...auditSteps(context, api, { flag, version: 2, user: USER }),
    {
      name: "PUT of a variant that is none",
      budgetMs: WARM_MS,
      run: async () => {
        const { body } = await api.call("PUT", `/flags/${flag}`, 422, { body: definition(NO_VARIANT), ifMatch: etag });
        return `422, breaks ${ruleIds((body.errors ?? []).map(({ detail }) => detail))}`;
      },
    },
    {
      name: "the same written past the API",
      budgetMs: ARRIVAL_MS,
      run: async () => {
        await api.writePastTheApi(flag, (item) => ({
          ...item,
          record: { S: CURRENT },
          version: { N: "3" },
          written_at: { N: String(Date.now()) },
          defaultVariant: { S: NO_VARIANT },
        }));
        const { verdict, target_version, services } = await until(
          context,
          api,
          flag,
          ARRIVAL_MS,
          undefined,
          (found) => {
            return found.version === 3 && found.verdict !== null;
          },
        );
        if (verdict?.valid !== false) throw new Error("the validator let it pass");
        if (target_version !== 2) throw new Error(`services come to version ${target_version} instead of 2`);
        if (services.converged !== services.total) {
          throw new Error(`only ${services.converged} of ${services.total} services kept version 2`);
        }
        return `refused, breaks ${ruleIds(verdict.broken.map(({ id }) => id))}; version 2 stays`;
      },
    },
    {
      name: "POST /ofrep/v1/evaluate/flags/{key}",
      budgetMs: COLD_MS,
      run: async () => {
        const { body } = await api.call("POST", `/ofrep/v1/evaluate/flags/${flag}`, 200, {
          body: { context: { targetingKey: "shop-1" } },
        });
        if (body.value !== true) throw new Error(`resolved to ${JSON.stringify(body)} instead of true`);
        return `200, ${body.variant} (${body.reason})`;
      },
    },
    {
      name: "DELETE /flags/{flag_id}",
      budgetMs: WARM_MS,
      run: async () => {
        const query = { reason: "The journey is over.", user: USER };
        await api.call("DELETE", `/flags/${flag}`, 204, { query, ifMatch: '"3"' });
        return "204";
      },
    },
    {
      name: "deletion in all caches",
      budgetMs: ARRIVAL_MS,
      run: async (detail) => {
        const { found, outcome } = await arrived(4, 2 * ARRIVAL_MS, detail);
        return { outcome, latencyMs: found.slowest_ms ?? Number.NaN };
      },
    },
  ];
}

function definition(defaultVariant: string): object {
  return {
    state: "ENABLED",
    variants: { on: true, off: false },
    defaultVariant,
    description: "Is flipped to show how a change arrives in every service.",
    kind: "operational",
    owner: { team: "platform", email: "platform@example.com" },
    reason: "Show how a change arrives in every service.",
    user: USER,
  };
}

/** Asks until the propagation is as wanted. @throws Error when it is not in time, saying how far it came. */
async function until(
  { signal }: JourneyContext,
  api: FlagsApi,
  flag: string,
  withinMs: number,
  detail: ((text: string) => void) | undefined,
  isThere: (propagation: Propagation) => boolean,
): Promise<Propagation> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const propagation = await api.propagation(flag);
    if (isThere(propagation)) return propagation;
    const { version, verdict, services } = propagation;
    if (verdict?.valid === false) {
      throw new Error(`version ${version} was refused: it breaks ${ruleIds(verdict.broken.map(({ id }) => id))}`);
    }
    const came = `${services.converged} of ${services.total} services`;
    if (Date.now() >= deadline) throw new Error(`${came} have version ${version} after ${withinMs} ms`);
    detail?.(verdict === null ? "waits for the validator" : came);
    await sleep(POLL_MS, undefined, { signal });
  }
}

/** `TARGET-03, ROLLOUT-11` of texts that open with rules' ids. */
function ruleIds(texts: readonly string[]): string {
  return texts.map((text) => text.split(":", 1)[0]).join(", ");
}
