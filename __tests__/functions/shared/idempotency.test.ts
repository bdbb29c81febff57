import "../support/environment";
import { describe, expect, it } from "@jest/globals";
import { onceIn } from "../../../functions/shared/idempotency";
import { fakeIdempotencyTable } from "../support/fake-idempotency-table";
import { itemsApiUnderTest } from "../support/items-api";
import { MemoryItemStore } from "../support/memory-item-store";
import { expectProblem } from "../support/problems";

const LAMP = { name: "Lamp", attributes: { watts: 4.5 } };
const call = (key: string, body: unknown = LAMP) => ({ body, headers: { "Idempotency-Key": key } });

function apiWithTable() {
  const table = fakeIdempotencyTable();
  const store = new MemoryItemStore();
  return { ...itemsApiUnderTest({ store, once: onceIn("keys", table.client, "POST /items") }), table, store };
}

describe("POST /items with an Idempotency-Key", () => {
  it("creates once and answers each repeat as it did the first time", async () => {
    const { send, counted } = apiWithTable();

    const first = await send("POST", "/items", call("k1"));
    const repeat = await send("POST", "/items", call("k1", { attributes: LAMP.attributes, name: LAMP.name }));

    expect(repeat).toEqual({ ...first, headers: { ...first.headers, "idempotent-replayed": "true" } });
    expect(first.headers).not.toHaveProperty("idempotent-replayed");
    expect((await send("GET", "/items")).body.items).toHaveLength(1);
    expect(counted).toEqual(["ItemsCreated"]);
  });

  it("keeps keys apart", async () => {
    const { send } = apiWithTable();
    await send("POST", "/items", call("k1"));
    await send("POST", "/items", call("k2"));
    expect((await send("GET", "/items")).body.items).toHaveLength(2);
  });

  it("keeps the same key apart in different operations", async () => {
    const { send, table } = apiWithTable();
    await send("POST", "/items", call("k1"));
    const other = itemsApiUnderTest({ once: onceIn("keys", table.client, "POST /others") });
    expect((await other.send("POST", "/items", call("k1"))).headers).not.toHaveProperty("idempotent-replayed");
  });

  it("answers 422 to the same key with another body", async () => {
    const { send } = apiWithTable();
    await send("POST", "/items", call("k1"));
    expectProblem(await send("POST", "/items", call("k1", { name: "Torch" })), 422, "idempotency-key-reused");
  });

  it("answers 409 with Retry-After while the first request is in progress", async () => {
    const { send, store } = apiWithTable();
    const append = store.append.bind(store);
    let second: Awaited<ReturnType<typeof send>> | undefined;
    store.append = async (version) => {
      second ??= await send("POST", "/items", call("k1"));
      return append(version);
    };

    const first = await send("POST", "/items", call("k1"));

    expect(first.status).toBe(201);
    if (second === undefined) throw new Error("The second request was not sent.");
    expectProblem(second, 409, "request-in-progress");
    expect(second.headers["retry-after"]).toBe("1");
  });

  it("forgets a request that was refused, so that it may be mended under its key", async () => {
    const { send, table } = apiWithTable();
    expectProblem(await send("POST", "/items", call("k1", { name: 7 })), 422, "invalid-body");
    expect(table.records.size).toBe(0);
    expect((await send("POST", "/items", call("k1"))).status).toBe(201);
  });

  it("forgets a request that failed, so that it may be repeated", async () => {
    const { send, store, table } = apiWithTable();
    const append = store.append.bind(store);
    store.append = () => Promise.reject(Object.assign(new Error("slow down"), { name: "ThrottlingException" }));
    expectProblem(await send("POST", "/items", call("k1")), 503, "temporarily-unavailable");
    expect(table.records.size).toBe(0);

    store.append = append;
    expect((await send("POST", "/items", call("k1"))).status).toBe(201);
  });

  it("answers 503 when the table of keys throttles, and creates nothing", async () => {
    const { send, table, counted } = apiWithTable();
    table.send.mockImplementation((() =>
      Promise.reject(Object.assign(new Error("slow down"), { name: "ThrottlingException" }))) as never);
    expectProblem(await send("POST", "/items", call("k1")), 503, "temporarily-unavailable");
    expect(counted).toEqual([]);
  });

  it("remembers the answer for a day, under the attributes that the table has", async () => {
    const { send, table } = apiWithTable();
    await send("POST", "/items", call("k1"));
    const [record] = table.records.values();
    expect(record?.id?.S).toMatch(/^POST \/items#/);
    expect(record?.status?.S).toBe("COMPLETED");
    expect(Number(record?.expiration?.N) - Date.now() / 1000).toBeCloseTo(24 * 60 * 60, -2);
  });
});
