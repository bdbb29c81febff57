import { describe, expect, it } from "@jest/globals";
import { ROLLBACK_USER } from "../../../../functions/flag-propagation/flag/rollback";
import { verdictKey } from "../../../../functions/flag-propagation/flag/table-keys";
import { EXAMPLE_NOW, flag, nextVersion } from "../../../../functions/flag-propagation/rules/example";
import { flagStreamRecord } from "../support/flag-stream-record";
import { MemoryVerdicts } from "../support/memory-verdicts";
import { validatorUnderTest } from "../support/validator-under-test";

const waves = [5, 25];
const first = flagStreamRecord("100", flag());

describe("a version where releases go in waves", () => {
  it("FLAG-04 is published to the first wave, and its verdict says so", async () => {
    const { validate, shares, verdicts } = validatorUnderTest({ waves });
    await validate(first);
    expect(shares).toEqual([5]);
    expect(verdicts.all()).toMatchObject([{ valid: true, share: 5 }]);
  });

  it("FLAG-04 that is to go out at once goes to all services, and keeps the rules all the same", async () => {
    const { validate, shares, verdicts, announced } = validatorUnderTest({ waves });
    await validate(flagStreamRecord("100", flag({ release: "immediate" })));
    await validate(flagStreamRecord("200", flag({ release: "immediate", state: "PAUSED" })));
    expect(shares).toEqual([100]);
    expect(verdicts.all()[0]).not.toHaveProperty("share");
    expect(announced).toHaveLength(1);
  });

  it("FLAG-04 that asks for waves gets them", async () => {
    const { validate, shares } = validatorUnderTest({ waves });
    await validate(flagStreamRecord("100", flag({ release: "guarded" })));
    expect(shares).toEqual([5]);
  });

  it("FLAG-07 that rolls back goes to all services, and one that only carries the member on does not", async () => {
    const { validate, shares } = validatorUnderTest({ waves });
    const rollback = { user: ROLLBACK_USER, rollback: { from: 1, to: 1 } };
    await validate(flagStreamRecord("200", nextVersion(rollback), flag()));
    await validate(
      flagStreamRecord(
        "300",
        nextVersion({ rollback: { from: 1, to: 1 }, version: 3, written_at: EXAMPLE_NOW }),
        nextVersion(rollback),
      ),
    );
    expect(shares).toEqual([100, 5]);
  });

  it("FLAG-04 is not published again by a repeat, which neither widens nor narrows it", async () => {
    const verdicts = new MemoryVerdicts();
    await validatorUnderTest({ waves, verdicts }).validate(first);
    const again = validatorUnderTest({ waves: [50], verdicts });
    await again.validate(first);
    expect(again.shares).toEqual([]);
    expect(verdicts.all()).toMatchObject([{ share: 5 }]);
  });

  it("FLAG-04 keeps the share that an earlier delivery decided, whatever was deployed since", async () => {
    const dependency = flag({ flag_id: "checkout-new-cart" });
    const dependent = flag({ dependencies: [{ flag_id: "checkout-new-cart", variant: "on" }] });
    const verdicts = new MemoryVerdicts();
    await verdicts.decide({
      flag_id: String(dependent.flag_id),
      record: verdictKey(1, "100"),
      version: 1,
      valid: true,
      broken: [],
      advisories: [],
      validated_at: EXAMPLE_NOW,
      share: 25,
    });
    const { validate, shares } = validatorUnderTest({ waves: [5], verdicts, known: [dependency] });
    await validate(flagStreamRecord("100", dependent));
    expect(shares).toEqual([25]);
    expect(verdicts.all()).toMatchObject([{ share: 25, published_at: EXAMPLE_NOW }]);
  });

  it("FLAG-04 with dependencies has its share in the decision that is kept before it is published", async () => {
    const decided: unknown[] = [];
    const { validate, ports } = validatorUnderTest({ waves, known: [flag({ flag_id: "checkout-new-cart" })] });
    const { decide } = ports.verdicts;
    Object.assign(ports.verdicts, {
      decide: (verdict: Parameters<typeof decide>[0]) => {
        decided.push(verdict);
        return decide(verdict);
      },
    });
    await validate(flagStreamRecord("100", flag({ dependencies: [{ flag_id: "checkout-new-cart", variant: "on" }] })));
    expect(decided).toMatchObject([{ share: 5 }]);
    expect(decided[0]).not.toHaveProperty("published_at");
  });
});

describe("a version without waves", () => {
  it("FLAG-04 goes to all services, and its verdict says nothing of a share", async () => {
    const { validate, shares, verdicts } = validatorUnderTest();
    await validate(first);
    expect(shares).toEqual([100]);
    expect(verdicts.all()[0]).not.toHaveProperty("share");
  });
});
