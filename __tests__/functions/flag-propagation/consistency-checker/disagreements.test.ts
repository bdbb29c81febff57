import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { encodeEntry } from "../../../../functions/flag-propagation/cache/cache-entry";
import { contentOf } from "../../../../functions/flag-propagation/consistency-checker/content";
import { disagreements } from "../../../../functions/flag-propagation/consistency-checker/disagreements";
import { serviceNames } from "../../../../functions/flag-propagation/services";
import { someEntry } from "../support/some-change";

const entry = someEntry("new-menu", 2);
const good = encodeEntry(entry);
const expected = {
  flagId: "new-menu",
  version: 2,
  content: contentOf({ ...entry, ...("flag" in entry && entry.flag) }),
};

async function kindsOf(values: readonly (string | undefined)[]) {
  const found = await disagreements(expected, serviceNames(values.length), { values: async () => values });
  return found.map(({ service, kind }) => `${service} ${kind}`);
}

/** What one value alone is, which has no other to be like. */
const alone = async (value: string) => (await kindsOf([value]))[0]?.replace(/.* /, "");

describe("what services disagree about", () => {
  it("FLAG-06 is the same for a damaged entry, whether or not one that agrees was read before it", async () => {
    const position = fc.nat({ max: good.length - 1 });
    const text = fc.string({ maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(position, fc.nat({ max: 3 }), text, async (at, removed, put) => {
        const damaged = good.slice(0, at) + put + good.slice(at + removed);
        const kind = await alone(damaged);
        expect(await kindsOf([good, damaged])).toEqual(kind === undefined ? [] : [`service-0002 ${kind}`]);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(["00", "-1", "1e9", "1.5", "", '1,"flag":{}', '1,"deleted":true', "1}}", "null"])(
    "FLAG-06 is seen in the end of an entry too: cached at %s",
    async (time) => {
      const damaged = good.replace(/"cached_at":\d+/, `"cached_at":${time}`);
      const kind = await alone(damaged);
      expect(await kindsOf([good, damaged])).toEqual(kind === undefined ? [] : [`service-0002 ${kind}`]);
    },
  );

  it("FLAG-06 is nothing for an entry that arrived at another time, or has its members in another order", async () => {
    const later = encodeEntry({ ...entry, queued_at: 9, cached_at: 12_345 });
    const { cached_at, queued_at, ...change } = entry;
    const reordered = `2\n${JSON.stringify({ cached_at, queued_at, ...change })}`;
    expect(await kindsOf([good, later, reordered, good])).toEqual([]);
  });

  it("FLAG-06 is found among more services than are read at once, a thousand at a time", async () => {
    const read: number[] = [];
    const caches = {
      values: async (_: string, services: readonly string[]) => {
        read.push(services.length);
        return services.map((service) => (service === "service-2345" ? undefined : good));
      },
    };
    expect(await disagreements(expected, serviceNames(2_500), caches)).toEqual([
      { service: "service-2345", kind: "missing", version: null },
    ]);
    expect(read).toEqual([1_000, 1_000, 500]);
  });
});
