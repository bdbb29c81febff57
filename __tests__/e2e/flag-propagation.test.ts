import { afterAll, beforeAll, describe } from "@jest/globals";
import { auditTrailTests } from "./flag-propagation/audit-trail";
import { changesTests } from "./flag-propagation/changes";
import { configurationTests } from "./flag-propagation/configuration";
import { faultsTests } from "./flag-propagation/faults";
import { regionsTests } from "./flag-propagation/regions";
import { safetyNetTests } from "./flag-propagation/safety-net";
import { targetOfTests } from "./support/deploy";
import { DEPLOY_MS } from "./support/durations";
import { FlagSystem } from "./support/flag-system";

let deployed: FlagSystem | undefined;

/** What a deployment takes minutes to make: all groups of tests share one. */
function system(): FlagSystem {
  if (deployed === undefined) throw new Error("Nothing is deployed: see the error of beforeAll.");
  return deployed;
}

beforeAll(async () => {
  deployed = await FlagSystem.deploy();
  // The audit trail is away for the whole run, from before the first write; the last tests start it again.
  if (targetOfTests() === "local") await deployed.openSearch.kill();
}, DEPLOY_MS);

afterAll(() => deployed?.close(), DEPLOY_MS);

describe("a change of a flag", () => changesTests(system));
describe("a write", () => regionsTests(system));

// What follows breaks things, which only a deployment of the tests' own is there for.
if (targetOfTests() === "local") {
  describe("faults of the fast path", () => faultsTests(system));
  describe("the safety net", () => safetyNetTests(system));
  describe("the configuration", () => configurationTests(system));
  describe("the audit trail", () => auditTrailTests(system));
}
