import { afterAll, beforeAll, describe } from "@jest/globals";
import { auditTrailTests, withoutAuditTrailTests } from "./flag-propagation/audit-trail";
import { changesTests } from "./flag-propagation/changes";
import { configurationTests } from "./flag-propagation/configuration";
import { faultsTests } from "./flag-propagation/faults";
import { regionsTests } from "./flag-propagation/regions";
import { releasesTests } from "./flag-propagation/releases";
import { safetyNetTests } from "./flag-propagation/safety-net";
import { targetOfTests } from "./support/deploy";
import { DEPLOY_MS, MINUTE_MS } from "./support/durations";
import { FlagSystem } from "./support/flag-system";

let deployed: FlagSystem | undefined;

/** What a deployment takes minutes to make: all groups of tests share one. */
function system(): FlagSystem {
  if (deployed === undefined) throw new Error("Nothing is deployed: see the error of beforeAll.");
  return deployed;
}

beforeAll(async () => {
  deployed = await FlagSystem.deploy();
  // The audit trail is away for the whole run, from before the first write; it is started again once all is broken and mended.
  if (targetOfTests() === "local") await deployed.openSearch.kill();
}, DEPLOY_MS);

afterAll(() => deployed?.close(), DEPLOY_MS);

describe("a change of a flag", () => changesTests(system));
describe("a write", () => regionsTests(system));

// What follows breaks things, which only a deployment of the tests' own is there for.
if (targetOfTests() === "local") {
  describe("faults of the fast path", () => faultsTests(system));
  describe("the safety net", () => safetyNetTests(system));
  describe("the flags, without their audit trail", () => withoutAuditTrailTests(system));
  describe("the configuration", () => {
    // What waits in the queue is taken again every 150 seconds: time for something else.
    beforeAll(() => system().openSearch.restart(), 3 * MINUTE_MS);
    configurationTests(system);
  });
  describe("the audit trail", () => auditTrailTests(system));
  describe("a guarded release", () => releasesTests(system));
}
