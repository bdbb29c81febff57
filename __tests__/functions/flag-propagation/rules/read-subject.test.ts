import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { EXAMPLE_NOW, flag, nextVersion } from "../../../../functions/flag-propagation/rules/example";
import { subjectOf } from "../../../../functions/flag-propagation/rules/read-subject";
import type { Subject } from "../../../../functions/flag-propagation/rules/subject";

const context = { environment: "staging", now: EXAMPLE_NOW, known: new Map() };

const TEXTS = [
  "flagId",
  "environment",
  "reason",
  "user",
  "principal",
  "correlationId",
  "state",
  "valueType",
  "defaultVariant",
  "description",
  "kind",
  "team",
  "email",
  "ticket",
  "approvedBy",
  "promotedFrom",
] as const satisfies readonly (keyof Subject)[];

const NUMBERS = [
  "version",
  "createdAt",
  "writtenAt",
  "approvedAt",
  "promotedVersion",
  "enableAt",
  "disableAt",
  "reviewAt",
  "expiresAt",
] as const satisfies readonly (keyof Subject)[];

describe("a record as the rules see it", () => {
  it("has every member with its type, whatever the record holds", () => {
    const names = Object.keys(flag());
    const records = fc.record(Object.fromEntries(names.map((name) => [name, fc.anything()])), { requiredKeys: [] });
    fc.assert(
      fc.property(records, (record) => {
        const subject = subjectOf(record, context);
        for (const name of TEXTS) expect(typeof subject[name]).toBe("string");
        for (const name of NUMBERS) expect(typeof subject[name]).toBe("number");
        expect(subject.variantValues).toHaveLength(subject.variantNames.length);
        expect(subject.metadataValues).toHaveLength(subject.metadataKeys.length);
        expect(subject.dependencyVariants).toHaveLength(subject.dependencyIds.length);
        for (const text of [...subject.tags, ...subject.dependencyIds, ...subject.dependencyVariants]) {
          expect(typeof text).toBe("string");
        }
      }),
    );
  });

  it("has what the record says", () => {
    const subject = subjectOf(
      flag({ dependencies: [{ flag_id: "basket-totals", variant: "on" }, 3, { flag_id: 4 }] }),
      context,
    );
    expect(subject).toMatchObject({
      flagId: "checkout-new-payment-form",
      version: 1,
      deleted: false,
      variantNames: ["off", "on"],
      variantValues: [false, true],
      valueType: "boolean",
      metadataKeys: ["area"],
      team: "payments",
      tags: ["checkout", "payments"],
      promotedFrom: "dev",
      promotedVersion: 7,
      expiresAt: Date.parse("2026-09-01T00:00:00Z"),
      enableAt: Number.NaN,
      dependencyIds: ["basket-totals", "", ""],
      dependencyVariants: ["on", "", ""],
    });
    expect(subject.targeting.outcomes).toEqual(["on", "on", "off"]);
    expect(subject.previous).toBeUndefined();
  });

  it("has nothing to resolve where it says that the flag is deleted", () => {
    expect(subjectOf(flag({ deleted: true }), context)).toMatchObject({
      deleted: true,
      flagId: "checkout-new-payment-form",
      state: "",
      variantNames: [],
      valueType: "none",
      team: "",
      dependencyIds: [],
      targeting: { present: false },
    });
  });

  it("has the version before it", () => {
    expect(subjectOf(nextVersion(), context, flag({ kind: "experiment" })).previous).toMatchObject({
      version: 1,
      kind: "experiment",
    });
  });

  it.each([
    [{ a: true, b: false }, "boolean"],
    [{ a: "x", b: "" }, "string"],
    [{ a: 1, b: 0.5 }, "number"],
    [{ a: {}, b: { c: 1 } }, "object"],
    [{ a: 1, b: "1" }, "mixed"],
    [{ a: {}, b: [] }, "mixed"],
    [{}, "none"],
    [undefined, "none"],
    [{ a: [], b: null }, "other"],
  ])("has values of which %j are of type %s", (variants, valueType) => {
    expect(subjectOf(flag({ variants }), context).valueType).toBe(valueType);
  });
});
