import "../../support/environment";
import { describe, expect, it } from "@jest/globals";
import { itemsApiUnderTest } from "../../support/items-api";
import { MemoryItemStore } from "../../support/memory-item-store";
import { expectProblem } from "../../support/problems";

const UNKNOWN = "6f9619ff-8b86-4d11-b42d-00c04fc964ff";
const LAMP = { name: "Lamp", description: "Gives light", attributes: { colour: "red", watts: 4.5, dimmable: false } };

async function withItem() {
  const api = itemsApiUnderTest();
  const created = await api.send("POST", "/items", { body: LAMP });
  return { ...api, created, path: `/items/${created.body.id}` };
}

describe("POST /items", () => {
  it("answers 201 with the item, its Location and its ETag", async () => {
    const { created, counted } = await withItem();

    expect(created.status).toBe(201);
    expect(created.body).toEqual({
      ...LAMP,
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      version: 1,
      created_at: "2026-01-01T00:00:01.000Z",
      updated_at: "2026-01-01T00:00:01.000Z",
    });
    expect(created.headers).toMatchObject({ location: `/test/items/${created.body.id}`, etag: '"1"' });
    expect(counted).toEqual(["ItemsCreated"]);
  });

  it("lists every fault of a body at once, each with a pointer", async () => {
    const { send, counted } = itemsApiUnderTest();

    const answer = await send("POST", "/items", {
      body: { name: "", description: 7, attributes: { "a/b": null }, colour: "red" },
    });

    expectProblem(answer, 422, "invalid-body");
    expect(answer.body.errors.map((fault: { pointer: string }) => fault.pointer).sort()).toEqual([
      "/attributes/a~1b",
      "/colour",
      "/description",
      "/name",
    ]);
    expect(counted).toEqual([]);
  });

  it.each([
    ["a name of 201 characters", { name: "x".repeat(201) }],
    [
      "51 attributes",
      { name: "x", attributes: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`a${i}`, i])) },
    ],
    ["half a surrogate pair, which UTF-8 has no place for", { name: "\ud800" }],
    ["a number that DynamoDB is too coarse for", { name: "x", attributes: { n: 1e-200 } }],
    ["a number that DynamoDB's client refuses", { name: "x", attributes: { n: 1e21 } }],
    ["an array", []],
  ])("refuses %s", async (_, body) => {
    expectProblem(await itemsApiUnderTest().send("POST", "/items", { body }), 422, "invalid-body");
  });

  it.each([
    ["broken JSON", "{"],
    ["an empty body", ""],
    ["a member that would be lost when copied", '{"name":"x","attributes":{"__proto__":"y"}}'],
  ])("answers 400 to %s", async (_, rawBody) => {
    expectProblem(await itemsApiUnderTest().send("POST", "/items", { rawBody }), 400, "malformed-json");
  });

  it("answers 400 to bytes that are not UTF-8", async () => {
    const rawBody = Buffer.from([0x22, 0xff, 0x22]).toString("base64");
    const answer = await itemsApiUnderTest().send("POST", "/items", { rawBody, isBase64Encoded: true });
    expectProblem(answer, 400, "malformed-json");
  });

  it("answers 413 to a body of 400 KB, whatever is in it", async () => {
    const answer = await itemsApiUnderTest().send("POST", "/items", { rawBody: "x".repeat(400_000) });
    expectProblem(answer, 413, "content-too-large");
  });

  it.each([["text/plain"], ["application/jsonx"], [""]])("answers 415 to content type '%s'", async (type) => {
    const answer = await itemsApiUnderTest().send("POST", "/items", { body: LAMP, headers: { "Content-Type": type } });
    expectProblem(answer, 415, "unsupported-media-type");
  });

  it("takes a charset and a base64 body, as API Gateway may send them", async () => {
    const rawBody = Buffer.from(JSON.stringify({ name: "Lämp" })).toString("base64");
    const headers = { "content-type": "Application/JSON; charset=utf-8" };
    const answer = await itemsApiUnderTest().send("POST", "/items", { rawBody, isBase64Encoded: true, headers });
    expect(answer).toMatchObject({ status: 201, body: { name: "Lämp" } });
  });

  it("answers 400 to an Idempotency-Key with blanks", async () => {
    const answer = await itemsApiUnderTest().send("POST", "/items", {
      body: LAMP,
      headers: { "idempotency-key": "a b" },
    });
    expectProblem(answer, 400, "invalid-header");
  });
});

describe("GET /items/{id}", () => {
  it("answers with the item and its ETag", async () => {
    const { send, created, path } = await withItem();
    const answer = await send("GET", path);
    expect(answer).toMatchObject({ status: 200, headers: { etag: '"1"' } });
    expect(answer.body).toEqual(created.body);
  });

  it.each([['"1"'], ['W/"1"'], ['"7", "1"'], ["*"]])("answers 304 to If-None-Match: %s", async (tags) => {
    const { send, path } = await withItem();
    const answer = await send("GET", path, { headers: { "If-None-Match": tags } });
    expect(answer).toMatchObject({ status: 304, text: "", headers: { etag: '"1"' } });
  });

  it("answers 200 to If-None-Match of an older version", async () => {
    const { send, path } = await withItem();
    await send("PUT", path, { body: { name: "Torch" }, headers: { "If-Match": '"1"' } });
    expect((await send("GET", path, { headers: { "If-None-Match": '"1"' } })).status).toBe(200);
  });

  it.each([[UNKNOWN], ["not-a-uuid"], ["%E0%A4%A"]])("answers 404 to the id %s", async (id) => {
    expectProblem(await itemsApiUnderTest().send("GET", `/items/${id}`), 404, "not-found");
  });
});

describe("PUT /items/{id}", () => {
  it("makes a new version that replaces the whole item", async () => {
    const { send, created, path, counted } = await withItem();

    const answer = await send("PUT", path, { body: { name: "Torch" }, headers: { "If-Match": '"1"' } });

    expect(answer).toMatchObject({ status: 200, headers: { etag: '"2"' } });
    expect(answer.body).toEqual({
      id: created.body.id,
      version: 2,
      name: "Torch",
      created_at: created.body.created_at,
      updated_at: "2026-01-01T00:00:02.000Z",
    });
    expect((await send("GET", path)).body).toEqual(answer.body);
    expect(counted).toEqual(["ItemsCreated", "ItemsUpdated"]);
  });

  it.each([
    ["no If-Match", {}, 428, "precondition-required"],
    ["a stale ETag", { "If-Match": '"9"' }, 412, "precondition-failed"],
    ["a weak ETag", { "If-Match": 'W/"1"' }, 412, "precondition-failed"],
    ["no ETag at all", { "If-Match": "1" }, 400, "invalid-header"],
  ])("refuses %s and leaves the item as it was", async (_, headers, status, slug) => {
    const { send, created, path, counted } = await withItem();
    expectProblem(await send("PUT", path, { body: { name: "Torch" }, headers: { ...headers } }), status, slug);
    expect((await send("GET", path)).body).toEqual(created.body);
    expect(counted).toEqual(["ItemsCreated"]);
  });

  it.each([['"8", "1"'], ["*"]])("accepts If-Match: %s", async (tags) => {
    const { send, path } = await withItem();
    expect((await send("PUT", path, { body: { name: "Torch" }, headers: { "If-Match": tags } })).status).toBe(200);
  });

  it("answers 412 when another writer came between the read and the write", async () => {
    const store = new MemoryItemStore();
    const rival = itemsApiUnderTest({ store });
    const { body } = await rival.send("POST", "/items", { body: LAMP });
    const change = { body: { name: "Torch" }, headers: { "If-Match": '"1"' } };
    const slow = itemsApiUnderTest({
      store: Object.assign(Object.create(store), {
        append: async (version: Parameters<MemoryItemStore["append"]>[0]) => {
          await rival.send("PUT", `/items/${body.id}`, change);
          return store.append(version);
        },
      }),
    });

    expectProblem(await slow.send("PUT", `/items/${body.id}`, change), 412, "precondition-failed");
    expect(slow.counted).toEqual([]);
  });

  it("answers 404 for an item that never was", async () => {
    const call = { body: { name: "Torch" }, headers: { "If-Match": "*" } };
    expectProblem(await itemsApiUnderTest().send("PUT", `/items/${UNKNOWN}`, call), 404, "not-found");
  });
});

describe("DELETE /items/{id}", () => {
  it("takes the item out of reading and listing and keeps its history", async () => {
    const { send, path, counted } = await withItem();

    const answer = await send("DELETE", path, { headers: { "If-Match": '"1"' } });

    expect(answer).toMatchObject({ status: 204, text: "" });
    expectProblem(await send("GET", path), 404, "not-found");
    expect((await send("GET", "/items")).body).toEqual({ items: [] });
    const { versions } = (await send("GET", `${path}/versions`)).body;
    expect(versions).toMatchObject([
      { version: 2, deleted: true },
      { version: 1, name: "Lamp" },
    ]);
    expect(counted).toEqual(["ItemsCreated", "ItemsDeleted"]);
  });

  it("refuses to change or delete what is deleted", async () => {
    const { send, path } = await withItem();
    const headers = { "If-Match": "*" };
    await send("DELETE", path, { headers });
    expectProblem(await send("DELETE", path, { headers }), 404, "not-found");
    expectProblem(await send("PUT", path, { headers, body: LAMP }), 404, "not-found");
  });

  it("answers 428 without If-Match and 412 with a stale one", async () => {
    const { send, path } = await withItem();
    expectProblem(await send("DELETE", path), 428, "precondition-required");
    expectProblem(await send("DELETE", path, { headers: { "If-Match": '"2"' } }), 412, "precondition-failed");
    expect((await send("GET", path)).status).toBe(200);
  });
});

describe("lists", () => {
  it.each([[1], [2], [3], [7], [8]])("pages of %i show every item once, newest first", async (limit) => {
    const { send } = itemsApiUnderTest();
    for (let number = 1; number <= 7; number++) await send("POST", "/items", { body: { name: `item ${number}` } });

    const pages: string[][] = [];
    for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
      const { body } = await send("GET", "/items", { query: { limit: String(limit), ...(cursor && { cursor }) } });
      pages.push(body.items.map((item: { name: string }) => item.name));
      cursor = body.next_cursor;
    }

    expect(pages.flat()).toEqual([7, 6, 5, 4, 3, 2, 1].map((number) => `item ${number}`));
    expect(pages).toHaveLength(Math.ceil(7 / limit));
  });

  it("shows 25 items where no limit is given", async () => {
    const { send } = itemsApiUnderTest();
    for (let number = 0; number < 26; number++) await send("POST", "/items", { body: { name: "x" } });
    expect((await send("GET", "/items")).body.items).toHaveLength(25);
  });

  it("pages through an item's versions, newest first", async () => {
    const { send, path } = await withItem();
    await send("PUT", path, { body: { name: "Torch" }, headers: { "If-Match": '"1"' } });

    const first = await send("GET", `${path}/versions`, { query: { limit: "1" } });
    const second = await send("GET", `${path}/versions`, { query: { limit: "1", cursor: first.body.next_cursor } });

    expect(first.body.versions).toMatchObject([{ version: 2, name: "Torch" }]);
    expect(second.body).toEqual({ versions: [expect.objectContaining({ version: 1, name: "Lamp" })] });
  });

  it.each([["0"], ["101"], ["-1"], ["2.5"], ["1e1"], [""], ["many"]])("answers 400 to limit=%s", async (limit) => {
    const answer = await itemsApiUnderTest().send("GET", "/items", { query: { limit } });
    expectProblem(answer, 400, "invalid-parameters");
    expect(answer.body.errors).toEqual([{ pointer: "/limit", detail: expect.any(String) }]);
  });

  it("answers 400 to a parameter that it does not know", async () => {
    expectProblem(await itemsApiUnderTest().send("GET", "/items", { query: { limt: "5" } }), 400, "invalid-parameters");
  });

  it("answers 400 to another item's cursor", async () => {
    const { send, path } = await withItem();
    await send("PUT", path, { body: { name: "Torch" }, headers: { "If-Match": '"1"' } });
    const other = await send("POST", "/items", { body: LAMP });
    const { next_cursor: cursor } = (await send("GET", `${path}/versions`, { query: { limit: "1" } })).body;

    const answer = await send("GET", `/items/${other.body.id}/versions`, { query: { cursor } });

    expect(cursor).toEqual(expect.any(String));
    expectProblem(answer, 400, "invalid-cursor");
  });

  it("answers 404 to the versions of an item that never was", async () => {
    expectProblem(await itemsApiUnderTest().send("GET", `/items/${UNKNOWN}/versions`), 404, "not-found");
  });
});
