import { describe, expect, it } from "@jest/globals";
import { PlainDisplay } from "../../../tools/local/plain-display";

function display() {
  const lines: string[] = [];
  const clock = { now: 0 };
  return {
    lines,
    clock,
    display: new PlainDisplay(
      (line) => lines.push(line),
      () => clock.now,
    ),
  };
}

describe("progress in a pipe", () => {
  it("has one line for a start and one for an end, with the time it took", async () => {
    const { lines, clock, display: plain } = display();
    const result = await plain.work("Apply", async () => {
      clock.now = 1_234;
      return 42;
    });
    expect(result).toBe(42);
    expect(lines).toEqual(["Apply …", "Apply: done in 1.2 s"]);
  });

  it("says every 15 seconds how far long work has come, and no more often", async () => {
    const { lines, clock, display: plain } = display();
    await plain.work("Apply", async (detail) => {
      for (clock.now = 0; clock.now <= 31_000; clock.now += 1_000) detail(`${clock.now / 1_000} of 31`);
    });
    expect(lines).toEqual(["Apply …", "Apply: 15 of 31", "Apply: 30 of 31", "Apply: done in 32.0 s"]);
  });

  it("says that work was given up and passes the reason on", async () => {
    const { lines, display: plain } = display();
    await expect(plain.work("Apply", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(lines).toEqual(["Apply …", "Apply: given up after 0.0 s"]);
  });

  it("has no control characters", async () => {
    const { lines, display: plain } = display();
    plain.note("A mirror is used.");
    await plain.work("Apply", async () => undefined);
    expect(lines.join("")).not.toMatch(/\p{Cc}/u);
  });
});
