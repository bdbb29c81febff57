import { FastPath } from "./fast-path";
import { FLAG_IDS } from "./flag-bodies";
import { type Handlers, REAL_HANDLERS } from "./handlers";
import { Invariants } from "./invariants";
import { RogueWriter } from "./rogue-writer";
import { System } from "./system";
import { World } from "./world";

/** Events after which a history counts as one without an end. */
const MOST_EVENTS = 100_000;
/** Times that dead letters are sent back after the faults have stopped. */
const REDRIVES = 3;

export interface Outcome {
  readonly seed: number;
  readonly weather: string;
  /** Each with the invariant that it breaks; empty for a history as it has to be. */
  readonly violations: readonly string[];
  /** The history step by step; empty unless it was recorded. */
  readonly lines: readonly string[];
  readonly events: number;
  /** Versions that were written. */
  readonly writes: number;
  /** Messages that the topic took. */
  readonly publications: number;
}

interface Options {
  /** @default the handlers that are deployed */
  readonly handlers?: Handlers;
  /** Changes the services before the history starts, for tests of the simulation itself. @default nothing */
  readonly arrange?: (system: System) => void;
  /** Whether the outcome has the history step by step. @default false */
  readonly recorded?: boolean;
}

/**
 * Runs the handlers through one history of a small system: two to four services, up to three flags, a few writers. The
 * seed decides everything: who writes what, how long each call takes, what fails, crashes, comes twice or late. At last
 * the faults stop, dead letters are sent back, and all that was started comes to its end.
 */
export async function simulate(
  seed: number,
  { handlers = REAL_HANDLERS, arrange = () => {}, recorded = false }: Options = {},
): Promise<Outcome> {
  const world = new World(seed, recorded);
  const { random, faults, scheduler } = world;
  const system = new System(world, random.between(2, 4));
  arrange(system);
  const flags = random.between(1, FLAG_IDS.length);
  const invariants = new Invariants(system);
  const fastPath = new FastPath(system, handlers, invariants);
  fastPath.startWriters(random.between(1, 3), FLAG_IDS.slice(0, flags));
  if (random.chance(0.3)) new RogueWriter(system, invariants, { flags }).start(random.between(1, 3));
  if (!faults.callsSucceed && random.chance(0.3)) {
    world.after(random.between(50, 3_000), () => system.caches.restart(random.between(10, 5_000)));
  }
  world.after(random.between(500, 60_000), () => {
    world.say(() => "the faults stop");
    faults.stop();
  });

  let ended = await scheduler.run(MOST_EVENTS);
  for (let redrive = 0; ended && !fastPath.idle && redrive < REDRIVES; redrive++) {
    fastPath.redrive();
    ended = await scheduler.run(MOST_EVENTS);
  }
  if (ended && fastPath.idle) invariants.ended();
  else world.violate("everything comes to an end", ended ? "records or messages are left over" : "it goes on and on");
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
