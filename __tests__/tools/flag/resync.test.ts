import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { type Reading, readMessage } from "../../../functions/flag-propagation/cache-updater/read-message";
import { versionKey } from "../../../functions/flag-propagation/flag/table-keys";
import { MemoryAws } from "./support/memory-aws";
import { flag } from "./support/run-flag";

const TIME = 1_700_000_000_000;

let aws: MemoryAws;
beforeEach(async () => {
  aws = await new MemoryAws().start();
  aws.services({ "service-0001": [], "service-0002": [] });
});
afterEach(() => aws.stop());

function resync(...args: readonly string[]) {
  return flag(["resync", ...args], { environment: { AWS_ENDPOINT_URL: aws.endpoint } });
}

/** A version as the API writes it. */
function version(flag_id: string, number: number, change: object = {}) {
  return {
    flag_id,
    version: number,
    environment: "dev",
    created_at: TIME,
    written_at: TIME + number,
    reason: "Try it.",
    user: "ann@example.com",
    state: "ENABLED",
    variants: { on: true, off: false },
    defaultVariant: "off",
    description: "Shows it.",
    kind: "release",
    owner: { team: "shop", email: "shop@example.com" },
    ...change,
  };
}

function deletion(flag_id: string, number: number) {
  const { created_at, written_at, reason, user } = version(flag_id, number);
  return { flag_id, version: number, environment: "dev", created_at, written_at, reason, user, deleted: true };
}

const verdict = (flag_id: string, number: number, change: object = {}) => ({
  flag_id,
  record: `verdict#${String(number).padStart(16, "0")}#1`,
  version: number,
  valid: true,
  broken: [],
  advisories: [],
  validated_at: TIME + 100,
  published_at: TIME + 200,
  ...change,
});

/** The flag with its history, of which all versions were published. */
function keeps(...versions: readonly (Record<string, unknown> & { flag_id: string; version: number })[]): void {
  for (const each of versions) {
    aws.put({ ...each, record: versionKey(each.version) }, verdict(each.flag_id, each.version));
  }
  const newest = versions.at(-1);
  if (newest !== undefined) aws.put({ ...newest, record: "current" });
}

/** What a service's updater gets, read as it reads it. */
const received = (service: string): readonly Reading[] =>
  aws.bodies(`flag-propagation-${service}-dev`).map((body) => readMessage(body, "dev"));

const changes = (service: string) =>
  received(service).map((reading) => ("change" in reading ? reading.change : undefined));

describe("npm run flag -- resync", () => {
  it("FLAG-05 sends each service the newest published version of each flag, deletions too, to mend what it has", async () => {
    keeps(version("new-checkout", 1), version("new-checkout", 2, { defaultVariant: "on" }));
    keeps(version("old-menu", 1), deletion("old-menu", 2));
    const { exitCode, out, err } = await resync("--all");
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: "" });
    expect(out.split("\n").slice(-3)).toEqual([
      "  new-checkout  version 2",
      "  old-menu      version 2, deleted",
      "Sent 4 messages about 2 flags to 2 services. The cache updater writes them within seconds; what is newer in a cache stays.",
    ]);
    const hops = {
      version: 2,
      environment: "dev",
      written_at: TIME + 2,
      received_at: TIME + 100,
      validated_at: TIME + 100,
      published_at: TIME + 200,
      resync: true,
    };
    const flagOn = { state: "ENABLED", variants: { on: true, off: false }, defaultVariant: "on" };
    const expected = [
      { flag_id: "new-checkout", ...hops, flag: flagOn },
      { flag_id: "old-menu", ...hops, deleted: true },
    ];
    expect(changes("service-0001")).toEqual(expected);
    expect(changes("service-0002")).toEqual(expected);
  });

  it("FLAG-05 sends no version that was refused or is not published yet", async () => {
    keeps(version("new-checkout", 1));
    aws.put(
      { ...version("new-checkout", 2), record: versionKey(2) },
      verdict("new-checkout", 2, { valid: false, broken: ["VARIANT-04"] }),
      { ...version("new-checkout", 3), record: versionKey(3) },
      verdict("new-checkout", 3, { published_at: undefined }),
    );
    keeps(version("new-menu", 1));
    aws.items.pop();
    aws.put({ ...version("never-valid", 1), record: "current" });
    const { exitCode, out } = await resync("--all");
    expect(changes("service-0001")).toMatchObject([{ flag_id: "new-checkout", version: 1 }]);
    expect(out).toContain("1 flag without a published version: left out.");
    expect(exitCode).toBe(0);
  });

  it("FLAG-04 FLAG-05 names the flags that it takes beyond the share of their release", async () => {
    keeps(version("old-menu", 4));
    aws.put({ ...version("new-checkout", 2), record: versionKey(2) }, verdict("new-checkout", 2, { share: 5 }));
    aws.put({ ...version("new-checkout", 2), record: "current", listing: "flag" });
    const told = await resync("--all");
    expect(told.out).toContain("In the middle of a release, and sent whatever a service's share: new-checkout. ");
    expect(told.exitCode).toBe(0);
    expect(JSON.parse((await resync("--all", "--json")).out).releasing).toEqual(["new-checkout"]);
    const { out } = await resync("--all", "--dry-run");
    expect(out).toContain("In the middle of a release, and to be sent whatever a service's share: new-checkout. ");
  });

  it("FLAG-05 sends a service the flags that it takes, and no other", async () => {
    keeps(version("new-checkout", 1));
    keeps(version("new-menu", 1));
    const flags = JSON.stringify({ "service-0002": ["new-menu"] });
    aws.put({ flag_id: "#services", record: "filters", flags });
    await resync("--all");
    expect(changes("service-0001").map((change) => change?.flag_id)).toEqual(["new-checkout", "new-menu"]);
    expect(changes("service-0002").map((change) => change?.flag_id)).toEqual(["new-menu"]);
  });

  it("sends nothing where the table does not say readably what services take", async () => {
    keeps(version("new-checkout", 1));
    aws.put({ flag_id: "#services", record: "filters", flags: "many" });
    const { exitCode, err } = await resync("--all");
    expect(err).toContain("Which flags a service takes cannot be read from the table");
    expect(exitCode).toBe(1);
    expect(received("service-0001")).toEqual([]);
  });

  it("is about the services and flags that are named", async () => {
    keeps(version("new-checkout", 1));
    keeps(version("new-menu", 1));
    keeps(version("old-menu", 1));
    await resync("service-0002", "--flag", "new-menu", "--flag", "old-menu");
    expect(received("service-0001")).toEqual([]);
    expect(changes("service-0002").map((change) => change?.flag_id)).toEqual(["new-menu", "old-menu"]);
    // The whole table is read only for all of the flags.
    expect(aws.count("Scan")).toBe(0);
  });

  it("fails for a flag that was never published, and sends the others", async () => {
    keeps(version("new-checkout", 1));
    const { exitCode, err } = await resync("--all", "--flag", "new-checkout", "--flag", "nwe-menu");
    expect(err).toBe("error: nwe-menu: there is no such flag, or no version of it was published");
    expect(exitCode).toBe(1);
    expect(received("service-0001")).toHaveLength(1);
  });

  it("takes the current record of a version that the history does not have", async () => {
    aws.put({ ...version("new-checkout", 7), record: "current", listing: "flag" }, verdict("new-checkout", 7));
    expect((await resync("--all")).exitCode).toBe(0);
    expect(changes("service-0001")).toMatchObject([{ flag_id: "new-checkout", version: 7 }]);
  });

  it("sends nothing of a version that the table lost or that is damaged there, says so, and sends the others", async () => {
    keeps(version("new-checkout", 1));
    aws.put({ ...version("lost-flag", 2), record: "current" }, verdict("lost-flag", 1));
    keeps(version("spoiled-flag", 1, { state: "MAYBE" }));
    const { exitCode, err } = await resync("--all");
    expect(err.split("\n")).toEqual([
      "error: lost-flag: version 1 was published, and the table does not have it any more",
      expect.stringMatching(
        /^error: spoiled-flag: version 1 was published, and what the table has of it cannot be sent: at /,
      ),
    ]);
    expect(exitCode).toBe(1);
    expect(changes("service-0001")).toMatchObject([{ flag_id: "new-checkout" }]);
  });

  it("sends hundreds of flags, in batches that SQS takes, read page by page", async () => {
    aws.page = 200;
    for (let number = 1; number <= 300; number++) keeps(version(`flag-${number}`, 1));
    keeps(version("large-flag", 1, { variants: { on: "x".repeat(200_000), off: "" } }));
    keeps(version("larger-flag", 1, { variants: { on: "y".repeat(200_000), off: "" } }));
    const { exitCode, out } = await resync("--all");
    expect(exitCode).toBe(0);
    expect(out).toContain("  and 282 more");
    expect(new Set(changes("service-0002").map((change) => change?.flag_id)).size).toBe(302);
    expect(aws.count("Scan")).toBeGreaterThan(2);
  });

  it("may be repeated, and says which services were not sent to", async () => {
    keeps(version("new-checkout", 1));
    aws.before = ({ operation, input }) => {
      const isBroken = operation === "SendMessageBatch" && input.QueueUrl.includes("service-0002");
      if (isBroken) aws.refuse("AccessDenied", "User ann may not send.");
    };
    const { exitCode, out, err } = await resync("--all");
    expect({ exitCode, err }).toEqual({
      exitCode: 1,
      err: "error: service-0002: AccessDenied: User ann may not send.",
    });
    expect(out).toContain("Sent 1 message about 1 flag to 2 services.");
    aws.before = () => undefined;
    expect((await resync("--all")).exitCode).toBe(0);
    expect(changes("service-0001")).toHaveLength(2);
    expect(changes("service-0002")).toHaveLength(1);
  });

  it("sends nothing when it is only to show", async () => {
    keeps(version("new-checkout", 1));
    const { exitCode, out } = await resync("--all", "--dry-run");
    expect(out).toContain(
      "  new-checkout  version 1\nWould send 2 messages about 1 flag to 2 services. Nothing was sent.",
    );
    expect(exitCode).toBe(0);
    expect(aws.count("SendMessageBatch")).toBe(0);
  });

  it("reads the table that is named, and answers a program in JSON", async () => {
    keeps(version("new-checkout", 1), deletion("new-checkout", 2));
    const { out } = await resync("service-0001", "--table", "other-flags", "--json");
    expect(JSON.parse(out)).toEqual({
      dry_run: false,
      flags: [{ flag_id: "new-checkout", version: 2, deleted: true }],
      services: [{ service: "service-0001", messages: 1, sent: 1 }],
      faults: [],
      unpublished: 0,
    });
    const tables = aws.calls.flatMap(({ input }) => input.TableName ?? Object.keys(input.RequestItems ?? {}));
    expect(new Set(tables)).toEqual(new Set(["other-flags"]));
  });

  it("answers for a table that is not there as AWS does", async () => {
    aws.before = ({ operation }) => {
      if (operation === "GetItem") aws.refuse("ResourceNotFoundException", "Requested resource not found");
    };
    const { exitCode, err } = await resync("--all");
    expect(err).toBe("error: AWS: ResourceNotFoundException: Requested resource not found");
    expect(exitCode).toBe(1);
  });
});
