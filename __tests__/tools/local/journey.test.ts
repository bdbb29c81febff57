import { describe, expect, it } from "@jest/globals";
import { resultTable } from "../../../tools/local/result-table";
import { type Step, travel } from "../../../tools/local/systems/journey";

const { signal } = new AbortController();
const step = (name: string, run: () => Promise<string>, budgetMs = 1_000): Step => ({ name, budgetMs, run });
const good = step("good", async () => "200");
const bad = step("bad", () => Promise.reject(new Error("500 instead of 200")));
const slow = step("slow", () => new Promise((resolve) => setTimeout(() => resolve("200"), 20)), 5);

describe("a journey", () => {
  it("measures each step against its budget", async () => {
    const [first, second] = await travel("app", [good, slow], signal);
    expect(first).toMatchObject({ step: "good", passed: true, outcome: "200" });
    expect(second).toMatchObject({ step: "slow", passed: false, outcome: "over budget: 200" });
  });

  it("does not run what follows a failed step, and says so", async () => {
    const results = await travel("app", [bad, good], signal);
    expect(results.map(({ outcome }) => outcome)).toEqual(["failed: 500 instead of 200", "not run"]);
  });

  it("takes a step's own measurement where it has one", async () => {
    const measured = { ...good, run: async () => ({ outcome: "p50 12 ms", latencyMs: 1_001 }) };
    const [result] = await travel("app", [measured], signal);
    expect(result).toMatchObject({ latencyMs: 1_001, passed: false, outcome: "over budget: p50 12 ms" });
  });

  it("shows how far a long step has come", async () => {
    const details: string[] = [];
    const long: Step = {
      ...good,
      run: async (detail) => {
        detail("97 of 156");
        return "done";
      },
    };
    await travel("app", [long], signal, (text) => details.push(text));
    expect(details).toEqual(["97 of 156"]);
  });

  it("ends with the reason when it is interrupted", async () => {
    const controller = new AbortController();
    const interrupting = step("interrupting", async () => {
      controller.abort(new Error("Interrupted."));
      return "200";
    });
    await expect(travel("app", [interrupting, good], controller.signal)).rejects.toThrow("Interrupted.");
  });
});

describe("the closing table", () => {
  it("shows step, latency, budget and outcome in columns", () => {
    const result = { system: "app", budgetMs: 10_000, passed: true };
    const table = resultTable([
      { ...result, step: "POST /items", latencyMs: 203.4, outcome: "201" },
      { ...result, step: "GET /items", latencyMs: undefined, passed: false, outcome: "not run" },
    ]);
    expect(table.split("\n")).toEqual([
      "System  Step         Latency     Budget  Outcome",
      "──────  ───────────  ───────  ─────────  ───────",
      "app     POST /items   203 ms  10,000 ms  201",
      "app     GET /items         –  10,000 ms  not run",
    ]);
  });
});
