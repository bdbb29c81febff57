import "../../support/environment";
import { describe, expect, it } from "@jest/globals";
import { expectProblem } from "../../support/problems";
import { changedFlag, flagsApiUnderTest, newFlag } from "../support/flags-api";
import { MemoryFlagStore } from "../support/memory-flag-store";

const PATH = "/flags/checkout-new-payment-form";
const REASON = "Orders fail in three of a hundred shops since the last step.";

describe("how a version is released", () => {
  it("FLAG-04 is kept with each version that says so, and with no other", async () => {
    const store = new MemoryFlagStore();
    const { send } = flagsApiUnderTest({ store });
    expect(await send("POST", "/flags", { body: newFlag({ release: "immediate" }) })).toMatchObject({
      status: 201,
      body: { release: "immediate" },
    });
    const put = await send("PUT", PATH, { body: changedFlag({ reason: REASON }), headers: { "If-Match": "*" } });
    expect(put).toMatchObject({ status: 200, body: { version: 2 } });
    expect(put.body).not.toHaveProperty("release");
    const query = { reason: "The trial is over for good.", user: "ada@example.com", release: "immediate" };
    expect(await send("DELETE", PATH, { query, headers: { "If-Match": "*" } })).toMatchObject({ status: 204 });
    expect(store.records.get("checkout-new-payment-form")).toMatchObject({ deleted: true, release: "immediate" });
  });

  it("FLAG-04 is part of what a repeat of the first write says", async () => {
    const { send } = flagsApiUnderTest();
    const body = newFlag({ release: "immediate" });
    await send("POST", "/flags", { body });
    expect(await send("POST", "/flags", { body })).toMatchObject({ status: 201 });
    expectProblem(await send("POST", "/flags", { body: newFlag() }), 409, "flag-exists");
  });

  it("FLAG-04 is guarded or immediate", async () => {
    const { send } = flagsApiUnderTest();
    expect(await send("POST", "/flags", { body: newFlag({ release: "later" }) })).toMatchObject({ status: 422 });
  });
});
