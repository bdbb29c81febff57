import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { attributesOf, plainItem } from "../../../../functions/flag-propagation/validator/attribute-values";

describe("attributes of DynamoDB", () => {
  it("come back as the JSON that they were made of, whatever its members are called", () => {
    const item = fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue({ maxDepth: 5 }));
    fc.assert(
      fc.property(item, (given) => {
        const plain = JSON.parse(JSON.stringify(given));
        expect(plainItem(attributesOf(plain))).toEqual({ item: plain, complete: true });
      }),
    );
  });

  it("keep members named like JavaScript's own as the object's own", () => {
    const { item } = plainItem(
      JSON.parse('{"__proto__":{"M":{"polluted":{"BOOL":true}}},"constructor":{"S":"x"},"toString":{"NULL":true}}'),
    );
    expect(Object.getOwnPropertyNames(item)).toEqual(["__proto__", "constructor", "toString"]);
    expect(Object.getPrototypeOf(item)).toBe(Object.prototype);
    expect((item as { polluted?: unknown }).polluted).toBeUndefined();
    expect(JSON.stringify(attributesOf(item))).toContain('"__proto__":{"M":{"polluted":{"BOOL":true}}}');
  });

  it.each([
    ["a set", { SS: ["a"] }],
    ["numbers in a set", { NS: ["1"] }],
    ["bytes", { B: "AAAA" }],
    ["a number that is none", { N: "one" }],
    ["a number past all numbers", { N: "1e400" }],
    ["a number without digits", { N: " " }],
    ["an attribute without a type", {}],
    ["a value of another type than it says", { S: 3 }],
    ["no attribute at all", null],
  ])("say that the item is not complete for %s", (_what, attribute) => {
    expect(plainItem({ list: { L: [{ S: "before" }, attribute] } })).toEqual({
      item: { list: ["before", undefined] },
      complete: false,
    });
  });

  it("are read to a limit of depth and of number", () => {
    let deep: unknown = { S: "end" };
    for (let level = 0; level < 20_000; level++) deep = { M: { not: deep } };
    expect(plainItem({ deep }).complete).toBe(false);
    expect(plainItem({ wide: { L: Array.from({ length: 300_000 }, () => ({ NULL: true })) } }).complete).toBe(false);
    expect(plainItem("no item")).toEqual({ item: {}, complete: false });
  });

  it("are made of JSON alone", () => {
    expect(attributesOf({ a: undefined, b: 1 })).toEqual({ b: { N: "1" } });
    expect(() => attributesOf({ a: Number.NaN })).toThrow("NaN cannot be kept in DynamoDB: give text, a finite number");
    expect(() => attributesOf({ a: [10n] })).toThrow(TypeError);
  });
});
