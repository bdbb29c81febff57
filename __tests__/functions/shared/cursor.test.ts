import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { historyPosition, listingPosition } from "../../../functions/serverless-app/items/parameters";
import { decodeCursor, encodeCursor } from "../../../functions/shared/http/cursor";
import { Problem } from "../../../functions/shared/http/problem";

const position = fc.record({ id: fc.uuid(), created_at: fc.integer({ min: 1 }) });

function refusal(cursor: string): unknown {
  try {
    return decodeCursor(cursor, listingPosition);
  } catch (error) {
    return error;
  }
}

function expectRefused(cursor: string): void {
  const outcome = refusal(cursor);
  expect(outcome).toBeInstanceOf(Problem);
  expect(outcome).toMatchObject({ status: 400, slug: "invalid-cursor" });
}

describe("a cursor", () => {
  it("leads back to its position and needs no escaping in a URL", () => {
    fc.assert(
      fc.property(position, (given) => {
        const cursor = encodeCursor(given);
        expect(cursor).toBe(encodeURIComponent(cursor));
        expect(decodeCursor(cursor, listingPosition)).toEqual(given);
      }),
    );
  });

  it("is refused with a 400 problem when it is random text", () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.base64String(), fc.string({ unit: "binary" })), expectRefused));
  });

  it("is refused with a 400 problem when it holds random JSON", () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => expectRefused(encodeCursor(value))));
  });

  it("is refused when a key of the table was slipped in", () => {
    const given = { id: "6f9619ff-8b86-4d11-b42d-00c04fc964ff", created_at: 1 };
    expectRefused(encodeCursor({ ...given, listing: "other" }));
    expectRefused(encodeCursor({ ...given, timestamp: 0 }));
    expect(refusal(encodeCursor(given))).toEqual(given);
  });

  it("cannot lead from an item's history to its head record", () => {
    const cursor = encodeCursor({ id: "6f9619ff-8b86-4d11-b42d-00c04fc964ff", timestamp: 0 });
    expect(() => decodeCursor(cursor, historyPosition)).toThrow(Problem);
  });
});
