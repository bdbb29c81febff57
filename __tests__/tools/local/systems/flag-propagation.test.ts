import { afterEach, describe, expect, it } from "@jest/globals";
import { flagPropagation } from "../../../../tools/local/systems/flag-propagation";
import { type JourneyContext, travel } from "../../../../tools/local/systems/journey";
import { type ApiServer, serve } from "../../flag/support/api-server";
import { type Faults, memorySystem } from "../../flag/support/memory-system";

let api: ApiServer | undefined;
afterEach(() => api?.stop());

async function contextOf(
  faults: Faults = {},
  unavailable: JourneyContext["unavailable"] = new Map(),
): Promise<JourneyContext> {
  const server = await serve(memorySystem(faults));
  api = server;
  const emulator = {
    endpoint: server.url,
    url: () => new URL(server.url),
    log: undefined,
    pid: undefined,
    onCrash: () => undefined,
    stop: async () => undefined,
  };
  return { emulator, output: (name) => name, unavailable, signal: new AbortController().signal };
}

async function journey(faults: Faults = {}, unavailable?: JourneyContext["unavailable"]) {
  const context = await contextOf(faults, unavailable);
  const details: string[] = [];
  const results = await travel("flags", flagPropagation.journey(context), context.signal, (text) => details.push(text));
  return { results, details, failed: results.find(({ passed }) => !passed) };
}

describe("the journey of flag-propagation", () => {
  it("FLAG-14 flips a flag, shows it arrive with the time of each hop, and that what is wrong goes nowhere", async () => {
    const { results, details } = await journey();
    expect(results.map(({ step, outcome }) => [step, outcome])).toEqual([
      ["POST /flags", '201, ETag "1"'],
      ["version 1 in all caches, cold", "156 of 156 services at version 1"],
      ["PUT /flags/{flag_id} with If-Match", '200, ETag "2"'],
      ["version 2 in all caches", "156 of 156 services at version 2"],
      ["table's stream → validator", expect.anything()],
      ["validator: 234 rules", expect.anything()],
      ["validator → topic", expect.anything()],
      ["topic → queues → all caches", expect.stringContaining("max")],
      ["GET /flags/{flag_id}/audit", "200, 3 entries of version 2"],
      ["audit trail: write", 'changed by journey@example.com: /defaultVariant "off" → "on"'],
      ["audit trail: verdict", expect.stringMatching(/^valid by flag-validator: The version keeps all critical rules/)],
      ["audit trail: publication", "published by flag-validator: Published to all services."],
      ["PUT of a variant that is none", expect.stringMatching(/^422, breaks [A-Z]+-\d+/)],
      ["the same written past the API", expect.stringMatching(/^refused, breaks [A-Z]+-\d+.*; version 2 stays$/)],
      ["POST /ofrep/v1/evaluate/flags/{key}", "200, on (STATIC)"],
      ["DELETE /flags/{flag_id}", "204"],
      ["deletion in all caches", "156 of 156 services at version 4"],
    ]);
    expect(results.every(({ passed }) => passed)).toBe(true);
    expect(details).toContain("97 of 156 services");
  });

  it.each([
    ["FLAG-02 stream", 500],
    ["FLAG-03 validator:", 2_000],
    ["FLAG-04 → topic", 1_000],
    ["FLAG-05 all caches", 3_000],
  ])("%s has its budget", async (name, budgetMs) => {
    const steps = flagPropagation.journey(await contextOf());
    const hop = name.split(" ").slice(1).join(" ");
    expect(steps.filter((step) => step.name.includes(hop)).map((step) => step.budgetMs)).toContain(budgetMs);
  });

  it("FLAG-05 fails where the last cache is written too late", async () => {
    const { failed } = await journey({ fanOutMs: 3_001 });
    expect(failed).toMatchObject({ step: "topic → queues → all caches", latencyMs: 3_001 });
    expect(failed?.outcome).toMatch(/^over budget: /);
  });

  it("FLAG-03 fails where the validator lets pass what is wrong", async () => {
    const { failed } = await journey({ validatesNothing: true });
    expect(failed).toMatchObject({
      step: "the same written past the API",
      outcome: "failed: the validator let it pass",
    });
  });

  it("FLAG-03 fails where what was refused reaches services all the same", async () => {
    const { failed } = await journey({ leaks: true });
    expect(failed).toMatchObject({ step: "POST /ofrep/v1/evaluate/flags/{key}", passed: false });
  });

  it("FLAG-05 fails where a service reads what was there before the flip", async () => {
    const { failed } = await journey({ evaluatesOff: true });
    expect(failed?.outcome).toBe('failed: resolved to {"value":false,"variant":"off"} instead of true');
  });

  it("FLAG-08 fails where the audit trail does not say who it was", async () => {
    const { failed } = await journey({ forgetsUsers: true });
    expect(failed).toMatchObject({
      step: "audit trail: write",
      outcome: "failed: it says unknown wrote it, not journey@example.com",
    });
  });

  it("FLAG-08 fails where the audit trail cannot be read", async () => {
    const { failed } = await journey({ auditFails: true });
    expect(failed).toMatchObject({ step: "GET /flags/{flag_id}/audit" });
    expect(failed?.outcome).toMatch(/^failed: 503 instead of 200: .*audit-unreadable/);
  });

  it("FLAG-08 says on a machine without OpenSearch that there is no audit trail, and why, and goes on", async () => {
    const reason = "There is no java on the PATH. Install a JDK 17 or later: 'apt-get install …' on Debian and Ubuntu.";
    const { results } = await journey({ auditFails: true }, new Map([["opensearch", reason]]));
    const steps = results.filter(({ step }) => step.includes("audit"));
    expect(steps.map(({ step, outcome }) => [step, outcome])).toEqual([
      ["GET /flags/{flag_id}/audit", "no audit trail, entries wait in their queue: There is no java on the PATH"],
    ]);
    expect(results.every(({ passed }) => passed)).toBe(true);
  });

  it("tells the CLI in another shell where the API is", async () => {
    const context = await contextOf();
    expect(flagPropagation.shellVariables?.(context)).toEqual({ FLAGS_API_URL: api?.url });
  });
});
