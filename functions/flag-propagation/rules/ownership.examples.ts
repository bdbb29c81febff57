import { flag, nextVersion, type RuleExample } from "./example";

const owner = (changes: Readonly<Record<string, unknown>>) =>
  flag({ owner: { team: "payments", email: "payments@example.com", ...changes } });

export const ownershipExamples: Readonly<Record<string, RuleExample>> = {
  "OWNER-01": {
    passes: { record: owner({ email: "team.payments+flags@mail.example.com" }) },
    fails: { record: owner({ email: "payments at example" }) },
  },
  "OWNER-02": { passes: { record: owner({ team: "payments" }) }, fails: { record: owner({ team: "  " }) } },
  "OWNER-03": {
    passes: { record: owner({ team: "card-payments" }) },
    fails: { record: owner({ team: "Card Payments" }) },
  },
  "OWNER-04": { passes: { record: owner({ team: "all-shops" }) }, fails: { record: owner({ team: "everyone" }) } },
  "OWNER-05": {
    passes: { record: owner({ email: "payments@example.com" }) },
    fails: { record: owner({ email: "Ada@example.com" }) },
  },
  "OWNER-06": {
    passes: { record: owner({ email: "reply@example.com" }) },
    fails: { record: owner({ email: "no-reply@example.com" }) },
  },
  "OWNER-07": {
    passes: { record: flag({ approval: { by: "grace@example.com", at: "2026-06-01T10:30:00Z" } }) },
    fails: { record: flag({ approval: { by: "ADA@example.com", at: "2026-06-01T10:30:00Z" } }) },
  },
  "OWNER-08": {
    passes: { record: flag({ approval: { by: "grace@example.com", at: "2026-06-01T11:04:00Z" } }) },
    fails: { record: flag({ approval: { by: "grace@example.com", at: "2026-06-01T11:06:00Z" } }) },
  },
  "OWNER-09": {
    passes: { record: flag({ approval: { by: "grace@example.com", at: "2026-05-20T10:30:00Z" } }) },
    fails: { record: flag({ approval: { by: "grace@example.com", at: "2026-05-10T10:30:00Z" } }) },
  },
  "OWNER-10": {
    passes: { record: nextVersion(), previous: flag() },
    fails: { record: nextVersion({ approval: flag().approval }), previous: flag() },
  },
  "OWNER-11": {
    passes: { record: flag({ approval: { by: "grace", at: "2026-06-01T10:30:00Z" } }) },
    fails: { record: flag({ approval: { by: "payments@example.com", at: "2026-06-01T10:30:00Z" } }) },
  },
  "OWNER-12": {
    passes: { record: nextVersion({ owner: { team: "checkout", email: "checkout@example.com" } }), previous: flag() },
    fails: {
      record: nextVersion({ owner: { team: "checkout", email: "checkout@example.com" }, approval: undefined }),
      previous: flag(),
    },
  },
  "OWNER-13": {
    passes: { record: flag({ description: "Asks for the card first." }) },
    fails: { record: flag({ description: "Shows the form." }) },
  },
  "OWNER-14": {
    passes: { record: flag({ description: "Checkout new payment form on one page" }) },
    fails: { record: flag({ description: "Checkout new payment form." }) },
  },
  "OWNER-15": {
    passes: { record: flag({ description: "Shows what is still to do before the payment." }) },
    fails: { record: flag({ description: "TODO ................" }) },
  },
  "OWNER-16": {
    passes: { record: flag({ ticket: "shops/checkout#77" }) },
    fails: { record: flag({ ticket: "the one of last week" }) },
  },
  "OWNER-17": {
    passes: { record: flag({ kind: "release", ticket: undefined }) },
    fails: { record: flag({ kind: "experiment", ticket: undefined }) },
  },
  "OWNER-18": {
    passes: { record: flag({ tags: ["checkout", "checkout-form"] }) },
    fails: { record: flag({ tags: ["checkout", "payments", "checkout"] }) },
  },
};
