import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { readInstant } from "../../../../functions/flag-propagation/rules/read-instant";

describe("reading a time", () => {
  it("gives what Date.parse gives, for every time in ISO 8601", () => {
    const date = fc.date({ min: new Date("0100-01-01"), max: new Date("9999-12-31"), noInvalidDate: true });
    fc.assert(fc.property(date, (time) => expect(readInstant(time.toISOString())).toBe(time.getTime())));
  });

  it.each([
    "2026-06-01T12:00Z",
    "2026-06-01T12:00:59Z",
    "2026-06-01T12:00:00.5Z",
    "2026-06-01T12:00:00.123456789Z",
    "2026-06-01T14:00:00+02:00",
    "2026-06-01T07:15:00.250-04:45",
    "2024-02-29T00:00:00Z",
    "2000-02-29T00:00:00Z",
  ])("gives what Date.parse gives, for %s", (text) => {
    expect(readInstant(text)).toBe(Date.parse(text));
  });

  it.each([
    "",
    "2026-06-01",
    "2026-06-01T12:00:00",
    "2026-06-01 12:00:00Z",
    "2026-06-01T12:00:00z",
    "2026-06-01T12:00:00.Z",
    "2026-06-01T24:00:00Z",
    "2026-06-01T12:60:00Z",
    "2026-06-01T12:00:60Z",
    "2026-13-01T12:00:00Z",
    "2026-00-01T12:00:00Z",
    "2026-04-31T12:00:00Z",
    "2026-02-29T12:00:00Z",
    "1900-02-29T12:00:00Z",
    "2026-06-01T12:00:00+24:00",
    "2026-06-01T12:00:00+0200",
    "2026-06-01T12:00:00ZZ",
    "2026-06-01T12:00:00Z                         ",
    "+002026-06-01T12:00:00Z",
    "June 1, 2026, 12:00 UTC",
  ])("gives NaN for %j, which is no time", (text) => {
    expect(readInstant(text)).toBeNaN();
  });

  it("gives a number for any text", () => {
    fc.assert(fc.property(fc.string({ maxLength: 40 }), (text) => expect(typeof readInstant(text)).toBe("number")));
  });
});
