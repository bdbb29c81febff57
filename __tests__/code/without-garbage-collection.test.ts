import { expect, it } from "@jest/globals";
import { withoutGarbageCollection } from "../../modules/code/without-garbage-collection";

it("turns Go's garbage collector off for what it starts and for nothing after", () => {
  const before = process.env.GOGC;
  expect(withoutGarbageCollection(() => process.env.GOGC)).toBe("off");
  expect(process.env.GOGC).toBe(before);
  expect(() =>
    withoutGarbageCollection(() => {
      throw new Error("did not start");
    }),
  ).toThrow("did not start");
  expect(process.env.GOGC).toBe(before);
});
