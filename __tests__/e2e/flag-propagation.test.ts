import { afterAll, beforeAll, describe } from "@jest/globals";
import { changesTests } from "./flag-propagation/changes";
import { configurationTests } from "./flag-propagation/configuration";
import { faultsTests } from "./flag-propagation/faults";
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
}, DEPLOY_MS);

afterAll(() => deployed?.close(), DEPLOY_MS);

describe("a change of a flag", () => changesTests(system));

// What follows breaks things, which only a deployment of the tests' own is there for.
if (targetOfTests() === "local") {
  describe("faults of the fast path", () => faultsTests(system));
  describe("the safety net", () => safetyNetTests(system));
  describe("the configuration", () => configurationTests(system));
}
