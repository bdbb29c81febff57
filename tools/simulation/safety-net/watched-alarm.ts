import type { AlarmState } from "../../../functions/flag-propagation/release/ports";
import { START } from "../scheduler";
import type { World } from "../world";

interface Period {
  /** Milliseconds since 1970. */
  readonly from: number;
  to: number;
}

/** The alarm that releases watch: OK for long, until it goes off. */
export class WatchedAlarm {
  readonly name = "shop-errors";
  /** When it was not OK. */
  readonly off: Period[] = [];

  constructor(private readonly world: World) {}

  /** Lets it go off once. Milliseconds. */
  goOff(after: number, duration: number): void {
    const { world } = this;
    world.after(after, () => {
      world.say(() => `the alarm goes off, for ${duration} ms`);
      this.off.push({ from: world.now, to: world.now + duration });
    });
  }

  state(): AlarmState {
    const { now } = this.world;
    const last = this.off.at(-1);
    if (last === undefined) return { state: "OK", since: START - 86_400_000 };
    return now < last.to ? { state: "ALARM", since: last.from } : { state: "OK", since: last.to };
  }
}
