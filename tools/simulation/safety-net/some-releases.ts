import type { Waves } from "../../../functions/flag-propagation/release/waves";
import type { World } from "../world";
import type { ReleaseSettings } from "./release-ports";
import { WatchedAlarm } from "./watched-alarm";

/** How versions are released in a history, and what else follows from how long that takes. */
export interface Releases extends ReleaseSettings {
  /** None where versions go to all services at once. */
  readonly waves: Waves;
  /** What writers wait between two changes, one of these. Milliseconds. */
  readonly pauses: readonly number[];
  /** The faults stop before this time. Milliseconds. */
  readonly faultsEnd: number;
}

const MINUTE = 60_000;
const SOME_WAVES: readonly Waves[] = [[1], [50], [1, 50], [30, 70], [10, 30, 60]];

/** Whether there are waves at all, which, how long they bake, and whether an alarm is watched. */
export function someReleases(world: World): Releases {
  const { random } = world;
  if (!random.chance(0.35)) {
    return { waves: [], pauses: [10, 100, 1_000], bakeMs: MINUTE, alarm: undefined, faultsEnd: MINUTE };
  }
  const waves = random.pick(SOME_WAVES);
  const bakeMs = random.pick([1, 2, 10]) * MINUTE;
  const alarm = random.chance(0.6) ? new WatchedAlarm(world) : undefined;
  world.say(() => `releases go to ${waves.join(", ")} and 100 %, after ${bakeMs} ms each`);
  const all = bakeMs * waves.length;
  return { waves, bakeMs, alarm, pauses: [100, 10_000, bakeMs, 2 * all], faultsEnd: MINUTE + 2 * all };
}
