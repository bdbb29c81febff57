import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { diff } from "../../../../functions/flag-propagation/audit/diff";
import type { AuditChange } from "../../../../functions/flag-propagation/audit/entry";

type Members = Record<string, unknown>;

describe("the diff of two versions", () => {
  it("FLAG-08 says nothing of what is the same, in whatever order its members are", () => {
    const before = { variants: { on: true, off: false }, tags: ["a", "b"] };
    const after = { tags: ["a", "b"], variants: { off: false, on: true } };
    expect(diff(before, after)).toEqual([]);
  });

  it("FLAG-08 names the member that differs, however deep it lies", () => {
    const fractional = (weight: number) => ({ fractional: [{ var: "shop" }, ["on", weight], ["off", 100 - weight]] });
    expect(diff({ targeting: fractional(10) }, { targeting: fractional(50) })).toEqual([
      { path: "/targeting/fractional/1/1", before: "10", after: "50" },
      { path: "/targeting/fractional/2/1", before: "90", after: "50" },
    ]);
  });

  it("FLAG-08 has no value before a member that is new, and none after one that is gone", () => {
    expect(diff({ ticket: "PAY-1" }, { tags: ["checkout"] })).toEqual([
      { path: "/tags", after: '["checkout"]' },
      { path: "/ticket", before: '"PAY-1"' },
    ]);
  });

  it("FLAG-08 takes a list of another length as a whole: nobody can tell which of its entries are new", () => {
    expect(diff({ tags: ["a", "b"] }, { tags: ["b"] })).toEqual([
      { path: "/tags", before: '["a","b"]', after: '["b"]' },
    ]);
  });

  it("FLAG-08 tells null from a member that is not there, and a list from an object", () => {
    expect(diff({ on: null, off: [] }, { off: {} })).toEqual([
      { path: "/off", before: "[]", after: "{}" },
      { path: "/on", before: "null" },
    ]);
  });

  it("FLAG-08 writes names into paths as JSON Pointer does", () => {
    expect(diff({}, { "a/b": 1, "a~b": 2, "": 3 }).map(({ path }) => path)).toEqual(["/", "/a~0b", "/a~1b"]);
  });

  it("FLAG-08 knows the names that JavaScript gives a meaning to", () => {
    const before = JSON.parse('{"variants": {"__proto__": 1}}');
    const after = JSON.parse('{"variants": {"__proto__": 2}, "constructor": {"toString": 3}}');
    expect(diff(before, after)).toEqual([
      { path: "/constructor", after: '{"toString":3}' },
      { path: "/variants/__proto__", before: "1", after: "2" },
    ]);
  });

  it("FLAG-08 is what makes the new version of the old one, in the order of the paths", () => {
    const name = fc.oneof(fc.constantFrom("a", "b", "a/b", "a~1", "", "0", "__proto__", "constructor"), fc.string());
    const { item } = fc.letrec<{ value: unknown; item: Members }>((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        fc.constantFrom(null, true, false, 0, 1, "", "on"),
        fc.array(tie("value"), { maxLength: 3 }),
        tie("item"),
      ),
      item: fc
        .array(fc.tuple(name, tie("value")), { maxLength: 4 })
        .map((entries) => Object.fromEntries(entries) as Members),
    }));
    fc.assert(
      fc.property(item, item, (before, after) => {
        const changes = diff(before, after);
        expect(applied(before, changes)).toEqual(after);
        expect(applied(after, changes.map(reversed))).toEqual(before);
        const paths = changes.map(({ path }) => path);
        expect(paths).toEqual([...new Set(paths)].sort());
      }),
    );
  });
});

function reversed({ path, before, after }: AuditChange): AuditChange {
  return { path, ...(after !== undefined && { before: after }), ...(before !== undefined && { after: before }) };
}

/** What comes out when each change is made, as its path says. */
function applied(before: Members, changes: readonly AuditChange[]): unknown {
  let result: unknown = before;
  for (const { path, after } of changes) {
    const names = path
      .slice(1)
      .split("/")
      .map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
    result = changed(result, names, after);
  }
  return result;
}

function changed(value: unknown, [name = "", ...deeper]: readonly string[], after: string | undefined): unknown {
  const change = (member: unknown) =>
    deeper.length > 0 ? changed(member, deeper, after) : JSON.parse(after ?? "undefined");
  if (Array.isArray(value)) return value.with(Number(name), change(value[Number(name)]));
  const members = new Map(Object.entries(value as Members));
  if (deeper.length === 0 && after === undefined) members.delete(name);
  else members.set(name, change(members.get(name)));
  return Object.fromEntries(members);
}
