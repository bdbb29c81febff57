import { describe, expect, it } from "@jest/globals";
import { DynamoDBPropagationStore } from "../../../../functions/flag-propagation/propagation-status/dynamodb-store";
import { answeringDynamoDB } from "../support/answering-dynamodb";

const ID = "new-menu";

/** The store over answers given in turn; an error among them is thrown. */
function storeThatHears(...answers: readonly unknown[]) {
  const { client, sent } = answeringDynamoDB(answers);
  const clock = { now: 1_000_000 };
  const warnings: unknown[] = [];
  const store = new DynamoDBPropagationStore(client, "flags", {
    now: () => clock.now,
    warn: (_message, details) => warnings.push(details),
  });
  return { store, sent, clock, warnings };
}

describe("verdicts", () => {
  const item = { flag_id: { S: ID }, record: { S: "verdict#0000000000000002#9" }, version: { N: "2" } };

  it("are the newest on a version", async () => {
    const { store, sent } = storeThatHears({
      Items: [{ ...item, valid: { BOOL: false }, broken: { L: [{ S: "TYPE-01" }] } }],
    });
    expect(await store.verdict(ID, 2)).toMatchObject({ version: 2, valid: false, broken: ["TYPE-01"] });
    expect(sent[0]?.QueryCommand).toMatchObject({
      ExpressionAttributeValues: { ":flag_id": { S: ID }, ":prefix": { S: "verdict#0000000000000002#" } },
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: 1,
    });
    expect(await store.verdict(ID, 3)).toBeUndefined();
  });

  it("tell of the newest version that was published, behind however many that were refused", async () => {
    const key = { flag_id: { S: ID }, record: { S: "verdict#0000000000000005#1" } };
    const { store, sent } = storeThatHears({ Items: [], LastEvaluatedKey: key }, { Items: [item] });
    expect(await store.published(ID)).toEqual({ flag_id: ID, record: "verdict#0000000000000002#9", version: 2 });
    expect(sent[0]?.QueryCommand).toMatchObject({
      FilterExpression: "valid = :valid AND attribute_exists(published_at)",
      ExpressionAttributeValues: { ":flag_id": { S: ID }, ":prefix": { S: "verdict#" }, ":valid": { BOOL: true } },
      ScanIndexForward: false,
    });
    expect(sent[1]?.QueryCommand.ExclusiveStartKey).toEqual(key);
    expect(await store.published(ID)).toBeUndefined();
  });
});

describe("which flags a service takes", () => {
  const item = (flags: unknown) => ({ Item: { flag_id: { S: "#services" }, record: { S: "filters" }, flags } });
  const filters = (services: object) => item({ S: JSON.stringify(services) });

  it("is read from the item that the deployment writes", async () => {
    const { store, sent, warnings } = storeThatHears(filters({ "service-0002": [ID, "new-basket"] }));
    expect(await store.serviceFlags()).toEqual(new Map([["service-0002", new Set([ID, "new-basket"])]]));
    expect(sent).toMatchObject([
      { GetItemCommand: { TableName: "flags", Key: { flag_id: { S: "#services" }, record: { S: "filters" } } } },
    ]);
    expect(warnings).toEqual([]);
  });

  it("is nothing in particular, and no fault, where there is no such item or it names no service", async () => {
    for (const answer of [{}, filters({})]) {
      const { store, warnings } = storeThatHears(answer);
      expect(await store.serviceFlags()).toEqual(new Map());
      expect(warnings).toEqual([]);
    }
  });

  it.each([
    ["no JSON", { S: "{" }],
    ["no object", { S: "[]" }],
    ["null", { S: "null" }],
    ["a service without a list", { S: '{"service-0001":"new-menu"}' }],
    ["a list with something else than ids", { S: '{"service-0001":["new-menu",7]}' }],
    ["no text", { N: "7" }],
    ["nothing", undefined],
  ])("is empty, and warned of, where the item has %s", async (_, flags) => {
    const { store, warnings } = storeThatHears(item(flags ?? { NULL: true }));
    expect(await store.serviceFlags()).toEqual(new Map());
    expect(warnings).toEqual([expect.objectContaining({ flag_id: "#services", record: "filters" })]);
  });

  it("takes a service named __proto__ for a name like any other", async () => {
    const { store } = storeThatHears(item({ S: '{"__proto__":["new-menu"]}' }));
    expect([...(await store.serviceFlags()).keys()]).toEqual(["__proto__"]);
  });

  it("is kept for a minute, and read anew after it or when the clock was set back", async () => {
    const { store, sent, clock } = storeThatHears(filters({ a: [] }), filters({ b: [] }), filters({ c: [] }));
    const services = async () => [...(await store.serviceFlags()).keys()];
    expect(await services()).toEqual(["a"]);
    clock.now += 59_999;
    expect(await services()).toEqual(["a"]);
    clock.now += 1;
    expect(await services()).toEqual(["b"]);
    clock.now -= 1;
    expect(await services()).toEqual(["c"]);
    expect(sent).toHaveLength(3);
  });

  it("is read anew at once after a reading that failed", async () => {
    const { store } = storeThatHears(new Error("throttled"), filters({ a: [] }));
    await expect(store.serviceFlags()).rejects.toThrow("throttled");
    expect([...(await store.serviceFlags()).keys()]).toEqual(["a"]);
  });
});
