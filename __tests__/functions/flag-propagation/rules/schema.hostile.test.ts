import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import * as z from "zod";
import { flagVersion } from "../../../../functions/flag-propagation/flag/flag-version";
import { brokenCritical, decideAll } from "../../../../functions/flag-propagation/rules/evaluate";
import {
  EXAMPLE_ENVIRONMENT,
  EXAMPLE_NOW,
  flag,
  nextVersion,
} from "../../../../functions/flag-propagation/rules/example";
import { CONTENT_MAX_DEPTH, CONTENT_MAX_VALUES } from "../../../../functions/flag-propagation/rules/read-content";
import { subjectOf } from "../../../../functions/flag-propagation/rules/read-subject";
import { deletedFlag } from "../../../../functions/flag-propagation/rules/schema.examples";
import { isInstant } from "../../../../functions/flag-propagation/rules/schema-members";
import { MAX_PROPAGATED_BYTES } from "../../../../functions/flag-propagation/rules/schema-size";
import type { Subject } from "../../../../functions/flag-propagation/rules/subject";
import { messageBody } from "../../../../functions/shared/aws/message-body";

type Members = Readonly<Record<string, unknown>>;

function subject(record: Members): Subject {
  return subjectOf(record, { environment: EXAMPLE_ENVIRONMENT, now: EXAMPLE_NOW, known: new Map() });
}

function critical(record: Members): readonly string[] {
  return brokenCritical(subject(record)).map(({ id }) => id);
}

/** Every place in a value that holds something, as the names that lead there. */
function placesIn(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([name, member]) => placesIn(member, [...path, name]))];
}

/** A copy with another value in one place, or without it. */
function withValue(value: unknown, path: readonly string[], put: unknown): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return put;
  const copy: Record<string, unknown> = Array.isArray(value)
    ? (value.slice() as unknown as Record<string, unknown>)
    : { ...(value as Members) };
  if (rest.length === 0 && put === undefined) delete copy[name];
  else copy[name] = withValue(copy[name], rest, put);
  return copy;
}

const full = flag({ dependencies: [{ flag_id: "checkout-redesign", variant: "on" }] });

/** A flag, or the deletion of one, of which something is another value, is missing, or is there that does not belong. */
const spoiled = fc
  .constantFrom<Members>(full, nextVersion(), deletedFlag())
  .chain((record) =>
    fc
      .tuple(
        fc.constantFrom(...placesIn(record).filter((path) => path.length > 0)),
        fc.option(fc.constantFrom("surplus", "deleted", "state", "flag_id"), { nil: undefined }),
        fc.oneof(fc.jsonValue(), fc.constantFrom(undefined, "", " ", 0, -1, 1.5, 2 ** 60, true, "x".repeat(3000))),
      )
      .map(([path, surplus, value]) =>
        withValue(record, surplus === undefined ? path : [...path.slice(0, -1), surplus], value),
      ),
  );

describe("rules about types, on bad input", () => {
  it("FLAG-03 refuse by a critical rule every record that the schema refuses, and no type that it lets through", () => {
    fc.assert(
      fc.property(spoiled, (record) => {
        const broken = critical(record as Members);
        if (!z.safeParse(flagVersion, record).success) expect(broken).not.toEqual([]);
        else expect(broken.filter((id) => id <= "TYPE-25" && id.startsWith("TYPE"))).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ["the record", "{}"],
    ["variants", '{"variants":{"off":false}}'],
    ["a variant's value", '{"variants":{"off":{}}}'],
    ["a list in a variant's value", '{"variants":{"off":{"rows":[{}]}}}'],
    ["metadata", '{"metadata":{"area":"checkout"}}'],
    ["targeting", '{"targeting":{"if":[{"==":[1,{}]},"on"]}}'],
    ["owner", '{"owner":{"team":"payments"}}'],
    ["schedule", '{"schedule":{}}'],
    ["a dependency", '{"dependencies":[{}]}'],
    ["something unknown", '{"surplus":{}}'],
  ])("FLAG-03 find __proto__, constructor and prototype as members of %s", (_, holder) => {
    for (const name of ["__proto__", "constructor", "prototype"]) {
      // Into the innermost object, as text, since assigning would set the prototype.
      const at = holder.lastIndexOf("{") + 1;
      const comma = holder[at] === "}" ? "" : ",";
      const changes = JSON.parse(`${holder.slice(0, at)}"${name}":{"state":"ENABLED"}${comma}${holder.slice(at)}`);
      const record = Object.fromEntries([...Object.entries(flag()), ...Object.entries(changes)]);
      expect(critical(record)).toContain("TYPE-26");
    }
  });

  it("FLAG-03 refuse a record that inherits what it does not have", () => {
    const { owner, ...rest } = flag();
    for (const inherited of [{ owner }, Object.assign(Object.create(null), { owner })]) {
      const record = Object.assign(Object.create(inherited), rest);
      // Left out where the record is read, or refused for it: the owner is not taken for the record's own.
      expect(critical(record).filter((id) => id === "TYPE-15" || id === "TYPE-27")).not.toEqual([]);
    }
    const owned = flag({ owner: Object.create({ team: "payments", email: "payments@example.com" }) });
    expect(critical(owned)).toContain("TYPE-27");
  });

  it("FLAG-03 refuse a record of 100,000 levels, having looked at no more than the limit", () => {
    let reads = 0;
    let value: Members = {};
    for (let level = 0; level < 100_000; level++) {
      value = new Proxy(
        { inner: value },
        {
          get: (target, name) => {
            reads++;
            return Reflect.get(target, name);
          },
        },
      );
    }
    const deep = subject(flag({ surplus: value }));
    expect(brokenCritical(deep).map(({ id }) => id)).toEqual(expect.arrayContaining(["TYPE-24", "TYPE-29"]));
    expect(deep.content).toMatchObject({ truncated: true, depth: CONTENT_MAX_DEPTH });
    expect(reads).toBeLessThan(10 * CONTENT_MAX_DEPTH);
  });

  it("FLAG-03 refuse a record that holds itself", () => {
    const value: Record<string, unknown> = {};
    value.self = value;
    expect(critical(flag({ variants: { off: value, on: value } }))).toContain("TYPE-29");
  });

  it("FLAG-03 end the walk of a record that is wider than any table can hold", () => {
    const wide = subject(flag({ variants: { off: {}, on: { rows: Array(10 * CONTENT_MAX_VALUES).fill(0) } } }));
    expect(brokenCritical(wide).map(({ id }) => id)).toEqual(["TYPE-29", "TYPE-30"]);
    expect(wide.content.values).toBe(CONTENT_MAX_VALUES);
  });

  it("FLAG-03 decide texts of 400 KB that expressions could explode on", () => {
    const pieces = [
      "a",
      " ",
      "-",
      "a-",
      "a a",
      "://",
      "://a:",
      "eyJhbGciOi",
      "AKIA",
      "a.",
      "x@",
      "localhost",
      "\ud83d\ude00",
      "(",
      "0",
    ];
    const members = [
      "flag_id",
      "reason",
      "user",
      "principal",
      "correlation_id",
      "description",
      "ticket",
      "environment",
    ];
    for (const piece of pieces) {
      const text = piece.repeat(400_000 / piece.length);
      const texts = Object.fromEntries(members.map((name) => [name, text]));
      const record = flag({
        ...texts,
        tags: [text],
        owner: { team: text, email: text },
        approval: { by: text, at: text },
        variants: { [text]: text, other: { [text]: text } },
        metadata: { [text]: text },
        schedule: { enable_at: text },
      });
      for (const environment of [EXAMPLE_ENVIRONMENT, "prod"]) {
        const context = { environment, now: EXAMPLE_NOW, known: new Map() };
        const broken = decideAll(subjectOf(record, context, record)).filter(({ kept }) => !kept);
        expect(broken.map(({ rule }) => rule.id)).toContain("TYPE-05");
      }
    }
  });

  it("FLAG-03 take for a time what the schema takes for one", () => {
    const two = fc.integer({ min: 0, max: 62 }).map((number) => String(number).padStart(2, "0"));
    const zone = fc.oneof(
      fc.constantFrom("Z", "z", "", "+0200"),
      fc.tuple(two, two).map(([h, m]) => `+${h}:${m}`),
    );
    const year = fc.constantFrom("1900", "2000", "2024", "2026", "0100", "12026", "26");
    const time = fc
      .tuple(year, two, two, two, two, fc.option(two), fc.option(fc.constantFrom(".5", ".123456", ".")), zone)
      .map(([y, mo, d, h, mi, s, f, tz]) => `${y}-${mo}-${d}T${h}:${mi}${s === null ? "" : `:${s}`}${f ?? ""}${tz}`);
    const likely = fc
      .tuple(year, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 28, max: 31 }))
      .map(([y, mo, d]) => `${y}-${String(mo).padStart(2, "0")}-${d}T09:00:00Z`);
    const instant = z.iso.datetime({ offset: true });
    fc.assert(
      fc.property(fc.oneof(time, likely), (text) => {
        expect([text, isInstant(text)]).toEqual([text, instant.safeParse(text).success]);
      }),
      { numRuns: 2000 },
    );
  });

  it("FLAG-03 let nothing through that is larger as a message than what is allowed", () => {
    const unit = fc.constantFrom("a", '"', "\\", "\n", "\u0001", "é", "☃", "\u{1F6D2}", "\uffff", "\u007f");
    fc.assert(
      fc.property(unit, fc.integer({ min: 20_000, max: 210_000 }), (character, count) => {
        const variants = { off: "", on: character.repeat(count) };
        const bytes = Buffer.byteLength(messageBody({ ...flag(), variants }));
        const refused = critical(flag({ variants })).includes("TYPE-30");
        if (bytes > MAX_PROPAGATED_BYTES + 2048) expect(refused).toBe(true);
        else if (bytes < MAX_PROPAGATED_BYTES && character !== "\n") expect(refused).toBe(false);
      }),
      { numRuns: 60 },
    );
  });
});
