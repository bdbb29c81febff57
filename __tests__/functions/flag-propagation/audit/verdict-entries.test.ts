import { describe, expect, it } from "@jest/globals";
import { auditEntries } from "../../../../functions/flag-propagation/audit/audit-entries";
import type { KeptCheck, Verdict } from "../../../../functions/flag-propagation/flag/verdict";
import { verdict, verdictRecord } from "../support/verdict-record";
import { onlyEntry, toldAt } from "./audit-record";

const published = verdict();
const { published_at = 0, ...decided } = published;
const rejected: Verdict = { ...decided, valid: false, broken: ["TYPE-07", "CHANGE-02"] };

const said = (written: Verdict, previous?: Verdict) =>
  auditEntries(verdictRecord("100", written, previous), "staging").map(({ action, user, reason, outcome }) => ({
    action,
    user,
    reason,
    outcome,
  }));

describe("a verdict", () => {
  it("FLAG-08 that refuses a version is in the trail, with the rules that it breaks", () => {
    expect(onlyEntry(verdictRecord("100", rejected))).toEqual({
      entry_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      "@timestamp": new Date(rejected.validated_at).toISOString(),
      action: "verdict",
      flag_id: "new-menu",
      version: 3,
      environment: "staging",
      user: "flag-validator",
      reason: "The version breaks 2 critical rules: TYPE-07, CHANGE-02.",
      outcome: "invalid",
      details: { broken: ["TYPE-07", "CHANGE-02"], advisories: [] },
    });
  });

  it("FLAG-08 names a few of many rules, and all of them in the details", () => {
    const broken = Array.from({ length: 12 }, (_, index) => `TYPE-${index + 10}`);
    const { reason, details } = onlyEntry(verdictRecord("100", { ...rejected, broken }));
    expect(reason).toBe(
      "The version breaks 12 critical rules: TYPE-10, TYPE-11, TYPE-12, TYPE-13, TYPE-14 and 7 more.",
    );
    expect(details?.broken).toEqual(broken);
  });

  it("FLAG-08 says which advisory rules a valid version breaks", () => {
    const { outcome, reason } = onlyEntry(verdictRecord("100", { ...decided, advisories: ["TEAM-01"] }));
    expect(outcome).toBe("valid");
    expect(reason).toBe("The version keeps all critical rules, and breaks 1 advisory rule: TEAM-01.");
  });

  it("FLAG-08 that is final at once tells of the verdict and of the publication", () => {
    const [decision, publication] = auditEntries(verdictRecord("100", published), "staging");
    expect(decision).toMatchObject({ action: "verdict", reason: "The version keeps all critical rules." });
    expect(publication).toMatchObject({
      "@timestamp": new Date(published_at).toISOString(),
      action: "publication",
      user: "flag-validator",
      reason: "Published to all services.",
      outcome: "published",
      details: { share: 100 },
    });
    expect(decision?.entry_id).not.toBe(publication?.entry_id);
  });

  it("FLAG-08 that was decided before tells of the publication alone, with the advisories that came after", () => {
    const entry = onlyEntry(verdictRecord("100", { ...published, advisories: ["TEAM-01"] }, decided));
    expect(entry).toMatchObject({ action: "publication", details: { share: 100, advisories: ["TEAM-01"] } });
  });

  it("FLAG-08 tells of a release from share to share", () => {
    const start: Verdict = { ...published, share: 5 };
    expect(said(start, decided)).toEqual([
      {
        action: "publication",
        user: "flag-validator",
        reason: "Published to 5 % of the services.",
        outcome: "published",
      },
    ]);
    const more: Verdict = { ...start, share: 25, share_at: published_at + 600_000 };
    const larger = onlyEntry(toldAt(verdictRecord("101", more, start), published_at + 600_900));
    expect(larger).toMatchObject({
      "@timestamp": new Date(published_at + 600_000).toISOString(),
      user: "flag-release",
      reason: "Published to 25 % of the services.",
      details: { share: 25 },
    });
    expect(said({ ...more, share: 100 }, more)).toMatchObject([{ reason: "Published to all services." }]);
  });

  it("FLAG-08 says nothing twice", () => {
    expect(said(published, published)).toEqual([]);
    expect(said(rejected, rejected)).toEqual([]);
    expect(said({ ...published, share: 100 }, published)).toEqual([]);
    expect(said({ ...published, advisories: ["TEAM-01"] }, published)).toEqual([]);
    expect(auditEntries({ ...verdictRecord("100", published), eventName: "REMOVE" }, "staging")).toEqual([]);
  });

  it("FLAG-08 that another one takes the place of is told anew", () => {
    expect(said(published, rejected).map(({ action }) => action)).toEqual(["verdict", "publication"]);
    expect(said(published, { ...published, published_at: 1 }).map(({ action }) => action)).toEqual(["publication"]);
  });
});

describe("a check", () => {
  const check = (changes: Partial<KeptCheck> = {}): KeptCheck => ({
    outcome: "inconsistent",
    at: published_at + 5_000,
    services: 156,
    disagreeing: 2,
    disagreements: [
      { service: "service-0007", kind: "different", version: 3 },
      { service: "service-0009", kind: "missing", version: null },
    ],
    ...changes,
  });

  it("FLAG-08 that found services to disagree is in the trail, with who they are", () => {
    const last_check = check();
    const entry = onlyEntry(verdictRecord("100", { ...published, last_check }, published));
    expect(entry).toMatchObject({
      "@timestamp": new Date(last_check.at).toISOString(),
      action: "check",
      version: 3,
      user: "consistency-checker",
      reason: "2 of 156 services disagreed with the table.",
      outcome: "inconsistent",
      details: { services: 156, disagreeing: 2, disagreements: last_check.disagreements },
    });
  });

  it.each([
    [check({ outcome: "lagging", disagreeing: 1 }), "1 of 156 services did not have the version yet."],
    [check({ outcome: "lagging", services: 1, disagreeing: 1 }), "1 of 1 service did not have the version yet."],
    [check({ outcome: "consistent", disagreeing: 0 }), "156 of 156 services had the version."],
  ])("FLAG-08 says in a sentence what it found: %j", (last_check, reason) => {
    expect(said({ ...published, last_check }, published)).toEqual([
      { action: "check", user: "consistency-checker", reason, outcome: last_check.outcome },
    ]);
  });

  it("FLAG-08 is told again once it finds something else, and not when only the order of its members differs", () => {
    const before = { ...published, last_check: check() };
    expect(said({ ...published, last_check: check({ at: published_at + 9_000 }) }, before)).toHaveLength(1);
    const { outcome, ...rest } = check();
    expect(said({ ...published, last_check: { ...rest, outcome } }, before)).toEqual([]);
  });

  it("FLAG-08 that confirms a version is one entry, whether it is kept as the last one or not", () => {
    const confirmed = { ...published, confirmed_at: published_at + 5_000 };
    expect(said(confirmed, published)).toEqual([
      {
        action: "check",
        user: "consistency-checker",
        reason: "Every service that takes the flag was found to have the version.",
        outcome: "consistent",
      },
    ]);
    expect(said({ ...confirmed, last_check: check({ outcome: "consistent" }) }, published)).toHaveLength(1);
    expect(said({ ...confirmed, share: 100 }, confirmed)).toEqual([]);
  });
});

describe("a verdict that was written beside the validator", () => {
  it.each<[string, Readonly<Record<string, unknown>>, string, string]>([
    ["valid", { valid: "yes" }, "unreadable", "does not say whether the version is valid"],
    ["broken", { valid: false, broken: "TYPE-07" }, "invalid", "breaks critical rules that it does not name."],
    ["broken", { valid: false, broken: [7, "TYPE-07"] }, "invalid", "1 critical rule: TYPE-07."],
    ["version", { version: "3", valid: true }, "valid", "keeps all critical rules"],
  ])("FLAG-08 is in the trail also where %s cannot be read", (_, changes, outcome, reason) => {
    const record = verdictRecord("100", { ...decided, ...changes } as Verdict);
    const entry = onlyEntry(record);
    expect(entry.outcome).toBe(outcome);
    expect(entry.reason).toContain(reason);
  });

  it("FLAG-08 is in the trail also where its share or its check cannot be read", () => {
    const odd = { ...published, share: "most", last_check: { outcome: 5 } } as unknown as Verdict;
    expect(said(odd, decided)).toMatchObject([
      { action: "publication", reason: "Published, to a share of the services that cannot be read." },
      {
        action: "check",
        outcome: "unreadable",
        reason: "What the check found cannot be read.",
      },
    ]);
    expect(said(odd, { ...published, share: 5, last_check: { outcome: 5 } } as unknown as Verdict)).toEqual([]);
  });
});
