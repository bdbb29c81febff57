import "../../support/environment";
import { describe, expect, it } from "@jest/globals";
import { encodeCursor } from "../../../../functions/shared/http/cursor";
import { expectProblem } from "../../support/problems";
import { changedFlag, flagsApiUnderTest, newFlag } from "../support/flags-api";

const ID = "checkout-new-payment-form";
const PATH = `/flags/${ID}`;
const IDS = ["new-basket", "new-colours", "new-menu", "new-prices", "new-search"];

async function withFlags(...ids: readonly string[]) {
  const api = flagsApiUnderTest();
  for (const flag_id of ids) {
    const { status } = await api.send("POST", "/flags", { body: newFlag({ flag_id }) });
    expect(status).toBe(201);
  }
  return api;
}

describe("GET /flags", () => {
  it("lists the flags by id, a page at a time", async () => {
    const { send } = await withFlags(...[...IDS].reverse());
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await send("GET", "/flags", { query: { limit: "2", ...(cursor && { cursor }) } });
      expect(body.flags.length).toBeLessThanOrEqual(2);
      seen.push(...body.flags.map(({ flag_id }: { flag_id: string }) => flag_id));
      cursor = body.next_cursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(IDS);
  });

  it.each([{ limit: "0" }, { limit: "101" }, { limit: "1.5" }, { order: "newest" }])(
    "refuses the query %j",
    async (query) => {
      expectProblem(await flagsApiUnderTest().send("GET", "/flags", { query }), 400, "invalid-parameters");
    },
  );

  it.each(["", "%%%", encodeCursor({ flag_id: "A" }), encodeCursor({ flag_id: ID, record: "verdict#" })])(
    "refuses the cursor %j",
    async (cursor) => {
      expectProblem(await flagsApiUnderTest().send("GET", "/flags", { query: { cursor } }), 400, "invalid-cursor");
    },
  );
});

describe("GET /flags/{flag_id}", () => {
  it("answers the current version with its ETag, and 304 to whoever has it", async () => {
    const { send } = await withFlags(ID);
    const { status, headers, body } = await send("GET", PATH);
    expect({ status, etag: headers.etag }).toEqual({ status: 200, etag: '"1"' });
    expect(body).toMatchObject({ flag_id: ID, version: 1, variants: { off: false, on: true } });

    const unchanged = await send("GET", PATH, { headers: { "If-None-Match": '"1"' } });
    expect(unchanged).toMatchObject({ status: 304, text: "", headers: { etag: '"1"' } });
    expect((await send("GET", PATH, { headers: { "If-None-Match": '"2"' } })).status).toBe(200);
  });

  it("tells of a flag that is not there", async () => {
    expectProblem(await flagsApiUnderTest().send("GET", PATH), 404, "not-found");
  });
});

describe("GET /flags/{flag_id}/versions", () => {
  it("lists every version, newest first, a page at a time", async () => {
    const { send } = await withFlags(ID);
    for (const share of ["a fifth", "a third"]) {
      const body = changedFlag({ reason: `Widen the trial to ${share} of the shops.` });
      await send("PUT", PATH, { body, headers: { "If-Match": "*" } });
    }
    const versionsOf = ({ body }: { body: { versions: readonly { version: number }[] } }) =>
      body.versions.map(({ version }) => version);
    const first = await send("GET", `${PATH}/versions`, { query: { limit: "2" } });
    expect(versionsOf(first)).toEqual([3, 2]);
    const last = await send("GET", `${PATH}/versions`, { query: { limit: "2", cursor: first.body.next_cursor } });
    expect(versionsOf(last)).toEqual([1]);
    expect(last.body).not.toHaveProperty("next_cursor");
  });

  it("refuses a cursor of another flag's history, and tells of a flag that never was", async () => {
    const { send } = await withFlags(ID);
    const query = { cursor: encodeCursor({ flag_id: "new-menu", version: 3 }) };
    expectProblem(await send("GET", `${PATH}/versions`, { query }), 400, "invalid-cursor");
    expectProblem(await send("GET", "/flags/new-menu/versions"), 404, "not-found");
  });
});
