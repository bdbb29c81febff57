import { FLAG_PUBLISHED } from "../../../functions/flag-propagation/events/flag-event";
import { ApiWriter } from "../api-writer";
import { FastPath } from "../fast-path";
import { FLAG_IDS } from "../flag-bodies";
import { REAL_HANDLERS } from "../handlers";
import type { Outcome } from "../history";
import { Invariants } from "../invariants";
import { System } from "../system";
import { World } from "../world";
import type { ExecutionEnding } from "./execution";
import { type NetHandlers, REAL_NET_HANDLERS } from "./handlers";
import { NetInvariants } from "./invariants";
import { SafetyNet } from "./safety-net";
import { StrayWriter } from "./stray-writer";

/** Events after which a history counts as one without an end. */
const MOST_EVENTS = 200_000;
/** Times that dead letters are sent back after the faults have stopped. */
const REDRIVES = 3;
/** Times that somebody changes what a sweep gives up, and sweeps again. */
const ROUNDS = 4;
/** A sweep does not judge services that lag behind a version that was published within the last minute. Milliseconds. */
const QUIET = 75_000;

interface Options {
  /** @default the handlers that are deployed */
  readonly handlers?: NetHandlers;
  /** Changes the services before the history starts, for tests of the simulation itself. @default nothing */
  readonly arrange?: (system: System) => void;
  /** Whether the outcome has the history step by step. @default false */
  readonly recorded?: boolean;
}

/**
 * A history of the fast path with the safety net beside it, and with somebody who damages caches. Once the faults and
 * the damage have stopped and all has come to its end, one sweep runs. Flags that it gives up, since two rollbacks in a
 * row did not help, are changed by hand, as the page asks for, and the sweep runs again.
 */
export async function simulateSafetyNet(
  seed: number,
  { handlers = REAL_NET_HANDLERS, arrange = () => {}, recorded = false }: Options = {},
): Promise<Outcome> {
  const world = new World(seed, recorded);
  const { random, faults, scheduler } = world;
  const system = new System(world, random.between(2, 4));
  arrange(system);
  const flags = FLAG_IDS.slice(0, random.between(1, FLAG_IDS.length));
  const invariants = new Invariants(system);
  const netInvariants = new NetInvariants(system);
  const fastPath = new FastPath(system, REAL_HANDLERS, invariants);
  const net = new SafetyNet(system, handlers);

  fastPath.startWriters(random.between(1, 3), flags);
  const stop = random.between(500, 60_000);
  if (random.chance(0.8)) new StrayWriter(system, invariants, flags).start(random.between(1, 12), stop);
  if (!faults.callsSucceed && random.chance(0.3)) {
    world.after(random.between(50, 3_000), () => system.caches.restart(random.between(10, 5_000)));
  }
  if (random.chance(0.3)) world.after(random.between(500, stop), () => net.start({ operation: "sweep" }));
  world.after(stop, () => {
    world.say(() => "the faults and the damage stop");
    faults.stop();
  });

  const isDone = () => fastPath.idle && net.idle;
  const settle = async () => {
    let ended = await scheduler.run(MOST_EVENTS);
    for (let redrive = 0; ended && !isDone() && redrive < REDRIVES; redrive++) {
      fastPath.redrive();
      ended = await scheduler.run(MOST_EVENTS);
    }
    if (ended && isDone()) return true;
    world.violate("everything comes to an end", ended ? "something is left over" : "it goes on and on");
    return false;
  };
  const sweep = async (): Promise<ExecutionEnding | undefined> => {
    let swept: ExecutionEnding | undefined;
    world.after(QUIET, () => net.start({ operation: "sweep" }, (ending) => (swept = ending)));
    return (await settle()) ? swept : undefined;
  };

  if (await settle()) {
    for (let round = 1; ; round++) {
      const pagesBefore = net.paged.length;
      const swept = await sweep();
      const disagreements = invariants.disagreements();
      if (swept === undefined || disagreements.length === 0) break;
      const givenUp = new Set(net.paged.slice(pagesBefore));
      const unexplained = swept.kind === "succeeded" ? disagreements.filter(({ flagId }) => !givenUp.has(flagId)) : [];
      if (unexplained.length > 0) netInvariants.violate("swept", told(unexplained));
      if (round > ROUNDS) netInvariants.violate("mended", told(disagreements));
      if (unexplained.length > 0 || round > ROUNDS) break;
      world.say(() => `somebody looks: ${told(disagreements)}`);
      for (const flagId of new Set(disagreements.map(({ flagId }) => flagId))) {
        const options = { name: `operator-${round}`, changes: 1, flags: [flagId], mends: true };
        new ApiWriter(system, REAL_HANDLERS, invariants, options).start();
      }
      if (!(await settle())) break;
    }
    if (world.violations.length === 0) {
      invariants.ended();
      const published = net.bus.accepted.filter(({ detailType }) => detailType === FLAG_PUBLISHED);
      netInvariants.ended(new Set(published.map(({ detail }) => `${detail.flag_id} ${detail.version}`)));
    }
  }
  return {
    seed,
    weather: world.weather,
    violations: world.violations,
    lines: world.lines,
    events: scheduler.steps,
    writes: system.table.stream.length,
    publications: system.topic.accepted.length,
  };
}

function told(disagreements: readonly { readonly details: string }[]): string {
  return disagreements.map(({ details }) => details).join("; ");
}
