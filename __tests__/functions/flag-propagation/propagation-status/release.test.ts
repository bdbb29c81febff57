import "../../support/environment";
import { describe, expect, it } from "@jest/globals";
import type { CacheEntry } from "../../../../functions/flag-propagation/cache/cache-entry";
import type { Verdict } from "../../../../functions/flag-propagation/flag/verdict";
import { propagationDocument } from "../../../../functions/flag-propagation/propagation-status/representation";
import { EXAMPLE_NOW, flag } from "../../../../functions/flag-propagation/rules/example";
import { serviceNames } from "../../../../functions/flag-propagation/services";
import { flagsApiUnderTest, newFlag } from "../support/flags-api";
import { MemoryFlagStore } from "../support/memory-flag-store";
import { someEntry } from "../support/some-change";

const ID = String(flag().flag_id);
/** 5 % of forty are two. */
const [FIRST, SECOND] = serviceNames(2) as [string, string];

async function released(parts: Partial<Verdict>, ...services: readonly string[]) {
  const store = new MemoryFlagStore();
  store.verdicts.push({
    flag_id: ID,
    record: "verdict#1#1",
    version: 1,
    valid: true,
    broken: [],
    advisories: [],
    validated_at: EXAMPLE_NOW,
    published_at: EXAMPLE_NOW,
    ...parts,
  });
  const cached = new Map<string, CacheEntry>(services.map((service) => [service, someEntry(ID, 1)]));
  const api = flagsApiUnderTest({ store, cached, services: 40, waves: [5, 25] });
  await api.send("POST", "/flags", { body: newFlag() });
  const { body } = await api.send("GET", `/flags/${ID}/propagation`);
  expect(propagationDocument.safeParse(body).success).toBe(true);
  return body;
}

describe("GET /flags/{flag_id}/propagation in the middle of a release", () => {
  it("FLAG-04 waits for the services of the wave alone, and tells what share they are and which follows", async () => {
    expect(await released({ share: 5 }, FIRST)).toMatchObject({
      release: { share: 5, next_share: 25 },
      services: { total: 2, converged: 1, lagging: [{ service: SECOND, version: null }] },
      slowest_ms: null,
    });
    expect(await released({ share: 25 }, FIRST)).toMatchObject({
      release: { share: 25, next_share: 100 },
      services: { total: 10, converged: 1 },
    });
  });

  it("FLAG-04 waits for all services, and says nothing of a release, once all have got it", async () => {
    const body = await released({ share: 100 }, FIRST, SECOND);
    expect(body).toMatchObject({ services: { total: 40, converged: 2 } });
    expect(body).not.toHaveProperty("release");
  });
});
