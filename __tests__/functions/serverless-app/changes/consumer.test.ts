import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type ChangeEvent, changeEvent } from "../../../../functions/serverless-app/changes/change-event";
import { consume } from "../../../../functions/serverless-app/changes/consumer";
import type { DeadLetter } from "../../../../functions/serverless-app/changes/dead-letters";
import type { StreamRecord } from "../../../../functions/serverless-app/changes/stream-batch";
import { itemBody } from "../../../../functions/serverless-app/item";
import { headRecord, historyRecord } from "../../../../functions/serverless-app/item-record";
import { deletion, firstVersion, nextVersion } from "../../../../functions/serverless-app/items/versions";
import { messageBody } from "../../../../functions/shared/aws/message-body";
import { streamRecord } from "../../support/stream-record";

const ID = "6f9619ff-8b86-4d11-b42d-00c04fc964ff";
const created = firstVersion(ID, { name: "Lamp", attributes: { watts: 4.5, dimmable: false } }, 1_000);
const updated = nextVersion(created, { name: "Torch" }, 2_000);
const deleted = deletion(updated, 3_000);

function consumer() {
  const published: ChangeEvent[] = [];
  const letters: DeadLetter[] = [];
  const counted: string[] = [];
  const lines: unknown[] = [];
  const dependencies = {
    topic: { publish: async (event: ChangeEvent) => void published.push(event) },
    deadLetters: { keep: async (letter: DeadLetter) => void letters.push(letter) },
    count: (metric: string) => void counted.push(metric),
    log: (level: string, message: string, details: object) => void lines.push({ level, message, ...details }),
    now: () => 5_000,
  };
  return {
    take: (record: StreamRecord) => consume(record, dependencies),
    dependencies,
    published,
    letters,
    counted,
    lines,
  };
}

describe("a version in the stream", () => {
  it("ALL-12 becomes one event on the topic, for creation, change and deletion", async () => {
    const { take, published, counted } = consumer();

    for (const version of [created, updated, deleted]) await take(streamRecord("1", { ...historyRecord(version) }));

    expect(published).toEqual([
      {
        event_id: `${ID}:1`,
        type: "item.created",
        id: ID,
        version: 1,
        occurred_at: "1970-01-01T00:00:01.000Z",
        data: created.data,
      },
      {
        event_id: `${ID}:2`,
        type: "item.updated",
        id: ID,
        version: 2,
        occurred_at: "1970-01-01T00:00:02.000Z",
        data: { name: "Torch" },
      },
      { event_id: `${ID}:3`, type: "item.deleted", id: ID, version: 3, occurred_at: "1970-01-01T00:00:03.000Z" },
    ]);
    expect(counted).toEqual(["ChangesPublished", "ChangesPublished", "ChangesPublished"]);
  });

  it("has the same event id each time it is delivered", async () => {
    const { take, published } = consumer();
    await take(streamRecord("1", { ...historyRecord(created) }));
    await take(streamRecord("1", { ...historyRecord(created) }, "MODIFY"));
    expect(published[1]).toEqual(published[0]);
  });

  it("fits a message of SNS, however large the item", () => {
    const worst = (length: number) => "\u0001".repeat(length);
    const attributes = Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [String.fromCharCode(index + 32) + worst(63), worst(512)]),
    );
    const data = itemBody.parse({ name: worst(200), description: worst(2_000), attributes });
    expect(Buffer.byteLength(messageBody(changeEvent(firstVersion(ID, data, 1_000))))).toBeLessThan(255 * 1024);
  });

  it("is logged with its id, version and age", async () => {
    const { take, lines } = consumer();
    await take(streamRecord("1", { ...historyRecord(updated) }));
    expect(lines).toEqual([{ level: "info", message: "change published", id: ID, version: 2, stream_age_ms: 3_000 }]);
  });

  it("is passed over when it is a head record or was removed", async () => {
    const { take, published, letters } = consumer();
    await take(streamRecord("1", { ...headRecord(created) }));
    await take(streamRecord("2", { ...headRecord(deleted) }, "MODIFY"));
    await take(streamRecord("3", undefined, "REMOVE"));
    expect({ published, letters }).toEqual({ published: [], letters: [] });
  });
});

describe("a poisoned record", () => {
  it.each([
    ["without a version", { id: ID, timestamp: 1_000 }],
    ["with an unknown field in its data", { ...historyRecord(created), data: { name: "x", colour: "red" } }],
    ["at another time than its version's", { ...historyRecord(created), timestamp: 999 }],
    ["without anything", {}],
    ["without an image", undefined],
  ])("%s is kept as a dead letter with its faults and is not told", async (_, image) => {
    const { take, published, letters, counted } = consumer();
    const record = streamRecord("7", image);

    await take(record);

    expect(letters).toEqual([{ reason: "invalid-record", faults: expect.any(Array), record }]);
    expect(letters[0]?.faults).not.toEqual([]);
    expect(published).toEqual([]);
    expect(counted).toEqual(["ChangesRejected"]);
  });

  it("never fails the batch, whatever is in it", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.string(), fc.dictionary(fc.constantFrom("S", "N", "M", "X"), fc.jsonValue())),
        async (image) => {
          const { take, published } = consumer();
          const record = streamRecord("7", undefined);
          await take({ ...record, dynamodb: { ...record.dynamodb, NewImage: image as never } });
          expect(published).toEqual([]);
        },
      ),
    );
  });

  it("is not acknowledged before it is kept", async () => {
    const { take, dependencies, counted } = consumer();
    dependencies.deadLetters.keep = () => Promise.reject(new Error("queue away"));
    await expect(take(streamRecord("7", {}))).rejects.toThrow("queue away");
    expect(counted).toEqual([]);
  });
});

describe("a change that the topic does not take", () => {
  it("is delivered again and is no dead letter", async () => {
    const { take, dependencies, letters, counted } = consumer();
    dependencies.topic.publish = () => Promise.reject(new Error("topic away"));
    await expect(take(streamRecord("7", { ...historyRecord(created) }))).rejects.toThrow("topic away");
    expect({ letters, counted }).toEqual({ letters: [], counted: [] });
  });
});
