import "../../support/environment";
import { describe, expect, it } from "@jest/globals";
import { isDeleted } from "../../../../functions/flag-propagation/flag/flag-version";
import { EXAMPLE_ENVIRONMENT, EXAMPLE_NOW } from "../../../../functions/flag-propagation/rules/example";
import { RULES } from "../../../../functions/flag-propagation/rules/rules";
import { expectProblem } from "../../support/problems";
import { ADA, changedFlag, flagsApiUnderTest, newFlag } from "../support/flags-api";
import { MemoryFlagStore } from "../support/memory-flag-store";

const ID = "checkout-new-payment-form";
const PATH = `/flags/${ID}`;
const widen = { reason: "Widen the trial after a week without complaints." };
const ended = { reason: "The trial is over, the form is there for everybody.", user: "ada@example.com" };
const again = { reason: "Bring the trial back, for the shops of the north." };

describe("POST /flags", () => {
  it("writes version 1 with who and why, and says where it is", async () => {
    const store = new MemoryFlagStore();
    const { send, counted } = flagsApiUnderTest({ store });

    const { status, headers, body } = await send("POST", "/flags", { body: newFlag() });

    expect(status).toBe(201);
    expect(headers).toMatchObject({ etag: '"1"', location: `/test${PATH}` });
    expect(headers).not.toHaveProperty("idempotent-replayed");
    expect(body).toEqual({
      ...newFlag(),
      version: 1,
      environment: EXAMPLE_ENVIRONMENT,
      created_at: EXAMPLE_NOW + 1_000,
      written_at: EXAMPLE_NOW + 1_000,
      principal: ADA,
      correlation_id: "gateway-request-1",
    });
    expect(await store.get(ID)).toEqual(body);
    expect(counted).toEqual(["FlagsCreated"]);
  });

  it("answers a repeat of itself as the first one, and changes nothing", async () => {
    const { send, counted } = flagsApiUnderTest();
    const first = await send("POST", "/flags", { body: newFlag() });
    const repeat = await send("POST", "/flags", { body: newFlag() });
    expect(repeat).toMatchObject({ status: 201, body: first.body, headers: { "idempotent-replayed": "true" } });
    expect(counted).toEqual(["FlagsCreated"]);
  });

  it.each([
    ["other content", newFlag({ state: "DISABLED" }), {}],
    ["another user", newFlag({ user: "grace@example.com" }), {}],
    ["another reason", newFlag(again), {}],
    ["another principal", newFlag(), { authenticated: { identity: { userArn: `${ADA}-2` } } }],
    ["nobody authenticated", newFlag(), { authenticated: {} }],
  ])("refuses %s for a flag that is there", async (_what, body, call) => {
    const { send } = flagsApiUnderTest();
    await send("POST", "/flags", { body: newFlag() });
    expectProblem(await send("POST", "/flags", { body, ...call }), 409, "flag-exists");
  });

  it("refuses a repeat once the flag has moved on", async () => {
    const { send } = flagsApiUnderTest();
    await send("POST", "/flags", { body: newFlag() });
    await send("PUT", PATH, { body: changedFlag(widen), headers: { "If-Match": '"1"' } });
    expectProblem(await send("POST", "/flags", { body: newFlag() }), 409, "flag-exists");
  });

  it("refuses it also when the flag has come back to the same content", async () => {
    const store = new MemoryFlagStore();
    const { send } = flagsApiUnderTest({ store });
    const { body } = await send("POST", "/flags", { body: newFlag() });
    store.records.set(ID, { ...body, version: 3 });
    expectProblem(await send("POST", "/flags", { body: newFlag() }), 409, "flag-exists");
  });

  it("makes the next version of a deleted flag", async () => {
    const { send, counted } = flagsApiUnderTest();
    await send("POST", "/flags", { body: newFlag() });
    await send("DELETE", PATH, { query: ended, headers: { "If-Match": '"1"' } });

    const { status, headers, body } = await send("POST", "/flags", { body: newFlag(again) });

    expect({ status, etag: headers.etag }).toEqual({ status: 201, etag: '"3"' });
    expect(body).toMatchObject({ version: 3, created_at: body.written_at });
    expect(counted).toEqual(["FlagsCreated", "FlagsDeleted", "FlagsUpdated"]);
  });

  it("answers the loser of two at once as a repeat where both say the same, and refuses it where not", async () => {
    for (const [body, status] of [
      [newFlag(), 201],
      [newFlag(again), 409],
    ] as const) {
      const store = new MemoryFlagStore();
      const { send } = flagsApiUnderTest({ store });
      const append = store.append.bind(store);
      store.append = async (version, predecessor) => {
        store.append = append;
        await send("POST", "/flags", { body: newFlag() });
        return append(version, predecessor);
      };
      expect((await send("POST", "/flags", { body })).status).toBe(status);
    }
  });

  it("takes the Cognito subject for the principal where no ARN signed", async () => {
    const { send } = flagsApiUnderTest();
    const authenticated = { identity: { userArn: null }, authorizer: { claims: { sub: "2c9d-44" } } };
    const { status, body } = await send("POST", "/flags", { body: newFlag(), authenticated });
    expect({ status, principal: body.principal }).toEqual({ status: 201, principal: "2c9d-44" });
  });
});

describe("PUT /flags/{flag_id}", () => {
  it("writes the next version, and keeps the one before", async () => {
    const { send } = flagsApiUnderTest();
    const created = (await send("POST", "/flags", { body: newFlag() })).body;

    const { status, headers, body } = await send("PUT", PATH, {
      body: changedFlag(widen),
      headers: { "If-Match": '"1"' },
    });

    expect({ status, etag: headers.etag }).toEqual({ status: 200, etag: '"2"' });
    expect(body).toMatchObject({ version: 2, ...widen, created_at: created.created_at });
    expect(body.written_at).toBeGreaterThan(created.written_at);
    const { body: history } = await send("GET", `${PATH}/versions`);
    expect(history).toEqual({ versions: [body, created] });
  });

  it("replaces the whole flag: what is left out is gone", async () => {
    const { send } = flagsApiUnderTest();
    await send("POST", "/flags", { body: newFlag() });
    const body = changedFlag({ ...widen, metadata: undefined });
    expect((await send("PUT", PATH, { body, headers: { "If-Match": "*" } })).body).not.toHaveProperty("metadata");
  });

  it("needs If-Match with the current version", async () => {
    const { send } = flagsApiUnderTest();
    await send("POST", "/flags", { body: newFlag() });
    const body = changedFlag(widen);
    expectProblem(await send("PUT", PATH, { body }), 428, "precondition-required");
    const stale = await send("PUT", PATH, { body, headers: { "If-Match": '"7"' } });
    expectProblem(stale, 412, "precondition-failed");
    expect(stale.body.detail).toContain('"1"');
    expectProblem(await send("PUT", PATH, { body, headers: { "If-Match": "1" } }), 400, "invalid-header");
  });

  it("is told of a flag that is not there, never was, or can be none", async () => {
    const { send } = flagsApiUnderTest();
    const call = { body: changedFlag(), headers: { "If-Match": "*" } };
    for (const id of [ID, "__proto__", "A", "x".repeat(65), "%00"]) {
      expectProblem(await send("PUT", `/flags/${id}`, call), 404, "not-found");
    }
  });

  it("has written_at rise with each version, also while the clock runs backwards", async () => {
    let clock = EXAMPLE_NOW;
    const { send } = flagsApiUnderTest({ now: () => (clock -= 1_000) });
    const times = [(await send("POST", "/flags", { body: newFlag() })).body.written_at];
    for (const reason of ["Widen the trial to a fifth of the shops.", "Widen the trial to a third of the shops."]) {
      const { body } = await send("PUT", PATH, { body: changedFlag({ reason }), headers: { "If-Match": "*" } });
      times.push(body.written_at);
    }
    expect(times).toEqual([times[0], times[0] + 1, times[0] + 2]);
  });

  it("names a record that a writer beside the API left without a version, and one whose history is ahead", async () => {
    const store = new MemoryFlagStore();
    const { send } = flagsApiUnderTest({ store });
    const call = { body: changedFlag(widen), headers: { "If-Match": "*" } };
    store.records.set(ID, { flag_id: ID, version: 0 });
    expectProblem(await send("PUT", PATH, call), 409, "flag-unreadable");
    store.records.clear();

    const first = (await send("POST", "/flags", { body: newFlag() })).body;
    await send("PUT", PATH, call);
    store.records.set(ID, first);
    const refused = await send("PUT", PATH, call);
    expectProblem(refused, 409, "flag-history-ahead");
    expect(refused.body.detail).toContain("version 2");
    store.records.clear();
    expectProblem(await send("POST", "/flags", { body: newFlag() }), 409, "flag-history-ahead");
  });
});

describe("DELETE /flags/{flag_id}", () => {
  it("writes a version that says the flag is deleted, and keeps its history", async () => {
    const store = new MemoryFlagStore();
    const { send, counted } = flagsApiUnderTest({ store });
    await send("POST", "/flags", { body: newFlag() });

    const { status, text } = await send("DELETE", PATH, { query: ended, headers: { "If-Match": '"1"' } });

    expect({ status, text }).toEqual({ status: 204, text: "" });
    const current = await store.get(ID);
    expect(current).toMatchObject({ version: 2, deleted: true, ...ended, principal: ADA });
    expect(current).not.toHaveProperty("variants");
    expectProblem(await send("GET", PATH), 404, "not-found");
    expect((await send("GET", "/flags")).body).toEqual({ flags: [] });
    expect((await send("GET", `${PATH}/versions`)).body.versions.map(isDeleted)).toEqual([true, false]);
    expect(counted).toEqual(["FlagsCreated", "FlagsDeleted"]);
  });

  it("needs a reason, a user and If-Match", async () => {
    const { send } = flagsApiUnderTest();
    await send("POST", "/flags", { body: newFlag() });
    expectProblem(await send("DELETE", PATH, { query: ended }), 428, "precondition-required");
    const headers = { "If-Match": "*" };
    const refused = await send("DELETE", PATH, { headers });
    expectProblem(refused, 400, "invalid-parameters");
    expect(refused.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(["/reason", "/user"]);
    expectProblem(await send("DELETE", PATH, { headers, query: { ...ended, force: "1" } }), 400, "invalid-parameters");
  });
});

describe("a write that breaks rules", () => {
  it("FLAG-03 is refused with every critical rule that it breaks, and nothing is written", async () => {
    const store = new MemoryFlagStore();
    const { send, counted } = flagsApiUnderTest({ store });
    const body = newFlag({ defaultVariant: "nowhere", variants: { on: true, off: "no" } });

    const refused = await send("POST", "/flags", { body });

    expectProblem(refused, 422, "flag-breaks-rules");
    expect(refused.body.errors.length).toBeGreaterThan(1);
    for (const { pointer, detail } of refused.body.errors) {
      const rule = RULES.find(({ id }) => detail.startsWith(`${id}: `));
      expect({ pointer, detail, severity: rule?.severity }).toEqual({
        pointer: "",
        detail: `${rule?.id}: ${rule?.sentence}`,
        severity: "critical",
      });
    }
    expect(await store.get(ID)).toBeUndefined();
    expect(counted).toEqual(["FlagWritesRefused"]);
  });

  it("FLAG-03 is decided with the version before it and the flags that it depends on", async () => {
    const { send } = flagsApiUnderTest();
    const dependencies = [{ flag_id: "new-basket", variant: "on" }];
    const refused = await send("POST", "/flags", { body: newFlag({ dependencies }) });
    expectProblem(refused, 422, "flag-breaks-rules");
    expect(JSON.stringify(refused.body.errors)).toContain("DEP-04");
    expect((await send("POST", "/flags", { body: newFlag({ flag_id: "new-basket" }) })).status).toBe(201);
    expect((await send("POST", "/flags", { body: newFlag({ dependencies }) })).status).toBe(201);
  });

  it("FLAG-03 is written when it breaks advisory rules alone", async () => {
    const { send } = flagsApiUnderTest();
    expect((await send("POST", "/flags", { body: newFlag({ tags: ["Check Out"] }) })).status).toBe(201);
  });
});

describe("?dry_run=true", () => {
  const query = { dry_run: "true" };

  it("FLAG-03 tells what all rules decide about a new flag, and writes nothing", async () => {
    const store = new MemoryFlagStore();
    const { send, counted } = flagsApiUnderTest({ store });

    const { status, headers, body } = await send("POST", "/flags", {
      query,
      body: newFlag({ defaultVariant: "nowhere", tags: ["Check Out"] }),
    });

    expect(status).toBe(200);
    expect(headers).not.toHaveProperty("etag");
    expect(body.valid).toBe(false);
    expect(body.verdicts.map(({ id }: { id: string }) => id)).toEqual(RULES.map(({ id }) => id));
    for (const verdict of body.verdicts) {
      const rule = RULES.find(({ id }) => id === verdict.id);
      expect(verdict).toEqual({
        id: rule?.id,
        severity: rule?.severity,
        sentence: rule?.sentence,
        kept: expect.any(Boolean),
      });
    }
    const broken = new Set(
      body.verdicts.filter(({ kept }: { kept: boolean }) => !kept).map((v: { severity: string }) => v.severity),
    );
    expect(broken).toEqual(new Set(["critical", "advisory"]));
    expect(await store.get(ID)).toBeUndefined();
    expect(counted).toEqual([]);
  });

  it("FLAG-03 tells it about a change, under the same preconditions", async () => {
    const store = new MemoryFlagStore();
    const { send } = flagsApiUnderTest({ store });
    await send("POST", "/flags", { body: newFlag() });
    const call = { query, body: changedFlag({ ...widen, tags: ["Check Out"] }) };
    const rehearsed = await send("PUT", PATH, { ...call, headers: { "If-Match": '"1"' } });
    expect(rehearsed).toMatchObject({ status: 200, body: { valid: true } });
    expectProblem(await send("PUT", PATH, call), 428, "precondition-required");
    expectProblem(await send("PUT", PATH, { ...call, headers: { "If-Match": '"2"' } }), 412, "precondition-failed");
    expect((await store.get(ID))?.version).toBe(1);
  });

  it("is not taken for a repeat, and not for anything but true or false", async () => {
    const { send } = flagsApiUnderTest();
    await send("POST", "/flags", { body: newFlag() });
    expectProblem(await send("POST", "/flags", { query, body: newFlag() }), 409, "flag-exists");
    expectProblem(
      await send("POST", "/flags", { query: { dry_run: "yes" }, body: newFlag() }),
      400,
      "invalid-parameters",
    );
  });
});
