import { describe, expect, it } from "@jest/globals";
import { lazy } from "../../../functions/shared/lazy";

describe("a lazy value", () => {
  it("is made on first use, once", () => {
    let made = 0;
    const value = lazy(() => ++made);
    expect(made).toBe(0);
    expect([value(), value(), made]).toEqual([1, 1, 1]);
  });

  it("is tried again when it could not be made", () => {
    let tries = 0;
    const value = lazy(() => {
      tries += 1;
      if (tries === 1) throw new Error("not yet");
      return tries;
    });
    expect(value).toThrow("not yet");
    expect(value()).toBe(2);
  });
});
