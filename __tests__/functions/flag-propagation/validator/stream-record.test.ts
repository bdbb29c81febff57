import { describe, expect, it } from "@jest/globals";
import { readBatch } from "../../../../functions/flag-propagation/validator/stream-record";

const record = { eventName: "INSERT", dynamodb: { SequenceNumber: "1" } };

describe("an event", () => {
  it("is a batch of records that can be reported", () => {
    expect(readBatch({ Records: [record] })).toEqual([record]);
    expect(readBatch({ Records: [] })).toEqual([]);
  });

  it.each([
    [undefined, "Records is no list"],
    [{}, "Records is no list"],
    [{ Records: [null] }, "Records[0].eventName is no text"],
    [{ Records: [record, { eventName: "INSERT" }] }, "Records[1].dynamodb.SequenceNumber is no text"],
    [{ Records: [{ ...record, dynamodb: { SequenceNumber: "" } }] }, "Records[0].dynamodb.SequenceNumber is no text"],
  ])("that is none fails as a whole: %j", (event, fault) => {
    expect(() => readBatch(event)).toThrow(fault);
  });
});
