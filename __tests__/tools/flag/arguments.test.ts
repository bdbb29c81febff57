import { describe, expect, it } from "@jest/globals";
import { parseFlagArguments } from "../../../tools/flag/arguments";

const WHY = ["--reason", "because"];

describe("the arguments of npm run flag", () => {
  it("takes a new default variant with its reason", () => {
    expect(parseFlagArguments(["set", "new-checkout", "--on", "on", ...WHY])).toEqual({
      command: "set",
      flag: "new-checkout",
      api: undefined,
      json: false,
      file: undefined,
      on: "on",
      now: false,
      state: undefined,
      variants: undefined,
      reason: "because",
      user: undefined,
      dryRun: false,
    });
  });

  it("reads the values of variants as JSON, and as a text where they are none", () => {
    const variants = "on=true,off=false,half=0.5,blue=blue,query=a=b";
    expect(parseFlagArguments(["set", "colour", "--variants", variants, ...WHY])).toMatchObject({
      variants: { on: true, off: false, half: 0.5, blue: "blue", query: "a=b" },
    });
  });

  it("waits a minute unless it is told how long", () => {
    expect(parseFlagArguments(["watch", "new-checkout"])).toMatchObject({ timeoutMs: 60_000 });
    expect(parseFlagArguments(["watch", "new-checkout", "--timeout", "0.5"])).toMatchObject({ timeoutMs: 500 });
  });

  it("shows the newest twenty entries of the audit trail unless it is told how many and of what", () => {
    expect(parseFlagArguments(["audit", "new-checkout"])).toMatchObject({ limit: 20, action: undefined });
    expect(parseFlagArguments(["audit", "new-checkout", "--limit", "500", "--action", "write"])).toMatchObject({
      limit: 500,
      action: "write",
    });
  });

  it("takes services by name, by number, or all that are found, and the names of a deployment's parts", () => {
    expect(parseFlagArguments(["redrive", "service-0007", "service-0001", "service-0007", "--dry-run"])).toEqual({
      command: "redrive",
      json: false,
      services: { kind: "named", names: ["service-0007", "service-0001"] },
      queues: "flag-propagation-*-dev",
      table: "flag-propagation-flags-dev",
      dryRun: true,
    });
    expect(parseFlagArguments(["redrive", "--all", "--services", "2", "--environment", "prod"])).toMatchObject({
      services: { kind: "counted", names: ["service-0001", "service-0002"] },
      queues: "flag-propagation-*-prod",
    });
    expect(
      parseFlagArguments(["resync", "--all", "--flag", "one-flag", "--queues", "q-*", "--table", "flags"]),
    ).toMatchObject({ services: { kind: "existing" }, flags: ["one-flag"], queues: "q-*", table: "flags" });
  });

  it.each([[["--help"]], [["set", "-h"]], [["help"]]])("asks for nothing but help if given %j", (args) => {
    expect(parseFlagArguments(args)).toBeUndefined();
  });

  it.each([
    [[], "A command is missing. The commands are: set, get, delete, list, status, watch, audit, redrive, resync."],
    [["staus"], "There is no command 'staus'. Did you mean 'status'? The commands are:"],
    [["frobnicate"], "There is no command 'frobnicate'. The commands are:"],
    [["set", "new-checkout", "--dryrun"], "There is no option '--dryrun'. Did you mean '--dry-run'?"],
    [["set", "new-checkout", "--resaon", "x"], "There is no option '--resaon'. Did you mean '--reason'?"],
    [["list", "--zzz"], "There is no option '--zzz'."],
    [["get", "new-checkout", "--timeout", "3"], "get has no option '--timeout'. It takes --versions."],
    [["list", "--reason", "x"], "list has no option '--reason'. It takes none of its own."],
    [["get"], "get needs the id of a flag, such as new-checkout."],
    [["get", "New_Checkout"], "'New_Checkout' cannot be the id of a flag: 3 to 64 characters, lower-case words"],
    [["get", "new-checkout", "old"], "'old' is one argument too many: get takes one flag."],
    [["list", "new-checkout"], "'new-checkout' is one argument too many: list takes none."],
    [["set", "new-checkout", ...WHY], "set needs to know what to write: --file, or at least one of --on"],
    [["set", "new-checkout", "--file", "a.json", "--on", "on", ...WHY], "--file says all that a flag is"],
    [["set", "new-checkout", "--on", "on"], "set needs --reason: every change says why"],
    [["set", "new-checkout", "--on", "on", "--reason", "  "], "set needs --reason: every change says why"],
    [["delete", "new-checkout"], "delete needs --reason"],
    [["set", "new-checkout", "--state", "enabled", ...WHY], "--state is 'enabled', which must be ENABLED or DISABLED."],
    [["set", "new-checkout", "--variants", "on", ...WHY], "--variants is 'on', which must be pairs"],
    [["set", "new-checkout", "--variants", "on=1,on=2", ...WHY], "--variants names 'on' twice."],
    [["watch", "new-checkout", "--timeout", "soon"], "--timeout is 'soon', which must be seconds"],
    [["watch", "new-checkout", "--timeout", "0"], "--timeout is '0', which must be seconds"],
    [["audit"], "audit needs the id of a flag"],
    [["audit", "new-checkout", "--limit", "0"], "--limit is '0', which must be how many entries to show, 1 to 10000."],
    [
      ["audit", "new-checkout", "--action", "writes"],
      "--action is 'writes', which must be one of write, rollback, verdict, publication, check.",
    ],
    [["redrive"], "redrive needs to know for which services: service-0007, or --all."],
    [["resync", "--flag", "new-checkout"], "resync needs to know for which services"],
    [["redrive", "service-0001", "--all"], "redrive takes either names of services or --all, not both."],
    [["redrive", "service-7"], "'service-7' cannot be a service: they are called as service-0007"],
    [["redrive", "--all", "--flag", "new-checkout"], "redrive has no option '--flag'. It takes --all, --services"],
    [["resync", "--all", "--api", "http://x"], "resync has no option '--api'."],
    [["resync", "--all", "--flag", "X"], "'X' cannot be the id of a flag"],
    [["redrive", "--all", "--services", "0"], "--services is '0', which must be how many there are, 1 to 9999."],
    [["redrive", "--all", "--queues", "queue"], "--queues is 'queue', which must be names of queues with one *"],
    [["redrive", "--all", "--environment", "Prod!"], "--environment is 'Prod!', which must be that of a deployment"],
    [["set", "new-checkout", "--on"], "Option '--on <value>' argument missing."],
  ])("fails if given %j, and says what is allowed", (args, message) => {
    expect(() => parseFlagArguments(args)).toThrow(message);
  });
});
