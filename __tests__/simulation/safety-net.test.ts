import { beforeAll, describe, expect, it } from "@jest/globals";
import type { Outcome } from "../../tools/simulation/history";
import { simulateSafetyNet } from "../../tools/simulation/safety-net/history";

const SEEDS = Array.from({ length: 300 }, (_, index) => index + 1);

/** What histories are there for: each of these must come up, or the invariants are tried on too little. */
const EVENTS: readonly (readonly [what: string, line: RegExp])[] = [
  ["a check that finds the caches in agreement", /checker.*"outcome":"consistent"/],
  ["a check that finds them in disagreement", /checker.*"outcome":"inconsistent"/],
  ["a check that finds services lagging", /checker.*"outcome":"lagging"/],
  ["a check that a newer version overtakes", /checker.*"outcome":"superseded"/],
  ["a version that is confirmed", /keep what a check of .*verdict#/],
  ["a rollback", /rollback.*"outcome":"rolled-back"/],
  ["a rollback that leaves a newer version alone", /rollback.*"outcome":"superseded"/],
  ["rollbacks that stop", /rollback.*"outcome":"stopped"/],
  ["an execution that pages", /execution-\d+ fails with RollbacksStopped/],
  ["a sweep that pages", /somebody is paged about/],
  ["an execution that is killed midway", /execution-\d+ has killed/],
  ["a task that is tried again", /execution-\d+ tries again after/],
  ["a task that runs out of time", /tries again after States\.Timeout/],
  ["a function that Lambda does not run", /tries again after Lambda\.ServiceException/],
  ["a rollback that crashed", /rollback\[\d+\] crashed after append/],
  ["a sweep that finds nothing", /answers \{"flags":\d+,"inconsistent":\[\]/],
  ["a sweep that finds something", /answers \{"flags":\d+,"inconsistent":\[\{/],
  ["an entry that somebody removes", /somebody finds .* and removes it/],
  ["an entry that somebody makes newer", /somebody finds .* and makes it newer/],
  ["an entry that somebody makes older", /somebody finds .* and makes it older/],
  ["an entry that somebody changes", /somebody finds .* and changes what it says/],
  ["a service that has nothing", /"kind":"missing"/],
  ["a service that has a newer version than the table", /"kind":"newer"/],
  ["a service that has an older version", /"kind":"older"/],
  ["a service that has another content", /"kind":"different"/],
  ["a version between two steps of a rollback", /read what of (\S+) was published(.*\n)(.*\n)*?.*api\(.* append \1/],
  ["somebody who looks", /somebody looks/],
  ["a version that goes to the next share", /release.*"outcome":"released"/],
  ["a share that bakes", /release.*"outcome":"baking"/],
  ["a release that a newer version ends", /release.*"outcome":"superseded"/],
  ["a release that is halted", /release.*"outcome":"halted"/],
  ["a rollback of what was halted", /"outcome":"halted"(.*\n)+.*rollback.*"outcome":"rolled-back"/],
  ["a release that crashed between topic and table", /release\[\d+\] crashed (after publish|before raise)/],
  ["a release that a sweep goes on with", /"stalled":\[\{(.*\n)+.*release.*"outcome":"released"/],
  ["a kill switch that breaks a rule", /a kill switch that breaks a rule/],
  ["the alarm that goes off", /the alarm goes off/],
];

describe("a history with the safety net", () => {
  let outcomes: readonly Outcome[] = [];
  beforeAll(async () => {
    const recorded: Outcome[] = [];
    for (const seed of SEEDS) recorded.push(await simulateSafetyNet(seed, { recorded: true }));
    outcomes = recorded;
  });

  it("is the same for the same seed, byte for byte, recorded or not", async () => {
    for (const outcome of outcomes.slice(0, 40)) {
      const { lines, ...rest } = outcome;
      const again = await simulateSafetyNet(outcome.seed, { recorded: true });
      expect(again.lines.join("\n")).toBe(lines.join("\n"));
      expect(await simulateSafetyNet(outcome.seed)).toEqual({ ...rest, lines: [] });
    }
  });

  it.each(EVENTS)("has, for some seed, %s", (_, line) => {
    expect(outcomes.filter(({ lines }) => line.test(lines.join("\n"))).length).toBeGreaterThan(0);
  });
});
