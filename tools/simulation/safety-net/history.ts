import { FLAG_PUBLISHED } from "../../../functions/flag-propagation/events/flag-event";
import { FastPath } from "../fast-path";
import { FLAG_IDS } from "../flag-bodies";
import { type Handlers, REAL_HANDLERS } from "../handlers";
import type { Outcome } from "../history";
import { Invariants } from "../invariants";
import { BROKEN_KILL_SWITCH, RogueWriter } from "../rogue-writer";
import { System } from "../system";
import { World } from "../world";
import { type NetHandlers, REAL_NET_HANDLERS } from "./handlers";
import { NetInvariants } from "./invariants";
import { Mending } from "./mending";
import { ReleaseInvariants } from "./release-invariants";
import { SafetyNet } from "./safety-net";
import { someReleases } from "./some-releases";
import { StrayWriter } from "./stray-writer";

/** Events after which a history counts as one without an end. */
const MOST_EVENTS = 200_000;
/** Times that dead letters are sent back after the faults have stopped. */
const REDRIVES = 3;

interface Options {
  /** @default the handlers that are deployed */
  readonly handlers?: NetHandlers;
  /** @default those of the fast path that are deployed */
  readonly fastPathHandlers?: Handlers;
  /** Changes the services before the history starts, for tests of the simulation itself. @default nothing */
  readonly arrange?: (system: System) => void;
  /** Whether the outcome has the history step by step. @default false */
  readonly recorded?: boolean;
}

/**
 * A history of the fast path with the safety net beside it, and with somebody who damages caches; in some of them
 * versions are released in waves. Once the faults and the damage have stopped and all has come to its end, it is swept
 * and mended until every cache equals the table.
 */
export async function simulateSafetyNet(
  seed: number,
  {
    handlers = REAL_NET_HANDLERS,
    fastPathHandlers = REAL_HANDLERS,
    arrange = () => {},
    recorded = false,
  }: Options = {},
): Promise<Outcome> {
  const world = new World(seed, recorded);
  const { random, faults, scheduler } = world;
  const releases = someReleases(world);
  const system = new System(world, random.between(2, 4), releases.waves);
  arrange(system);
  const flags = FLAG_IDS.slice(0, random.between(1, FLAG_IDS.length));
  const invariants = new Invariants(system);
  const netInvariants = new NetInvariants(system);
  const releaseInvariants = new ReleaseInvariants(system, releases);
  const fastPath = new FastPath(system, fastPathHandlers, invariants);
  const net = new SafetyNet(system, handlers, releases);

  fastPath.startWriters(random.between(1, 3), flags, releases.pauses);
  const stop = random.between(500, releases.faultsEnd);
  if (random.chance(0.8)) new StrayWriter(system, invariants, flags).start(random.between(1, 12), stop);
  if (!faults.callsSucceed && random.chance(0.3)) {
    world.after(random.between(50, 3_000), () => system.caches.restart(random.between(10, 5_000)));
  }
  if (random.chance(0.3)) world.after(random.between(500, stop), () => net.start({ operation: "sweep" }));
  if (releases.waves.length > 0) {
    if (random.chance(0.4)) releases.alarm?.goOff(random.between(100, stop), random.between(1_000, stop));
    if (random.chance(0.2)) {
      new RogueWriter(system, invariants, { flags: flags.length, deed: BROKEN_KILL_SWITCH }).start(1);
    }
  }
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
  if (await settle()) {
    await new Mending(system, net, { invariants, netInvariants, releaseInvariants }, releases, settle).run();
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
