import { FLAG_PUBLISHED } from "../../../functions/flag-propagation/events/flag-event";
import type { FlagEvent } from "../../../functions/flag-propagation/stream-processor/ports";
import type { World } from "../world";

/** Milliseconds from the bus to the state machine. */
const DELIVERY_DELAY = 100;

/** The system's bus and its rule for publications: what it accepted reaches the target at least once, in any order. */
export class EventBus {
  /** Everything it accepted, in that order. */
  readonly accepted: FlagEvent[] = [];

  constructor(
    private readonly world: World,
    private readonly target: (detail: FlagEvent["detail"]) => void,
  ) {}

  /** @returns whether it took the event: then it is durable */
  accept(event: FlagEvent): boolean {
    const { random, faults } = this.world;
    if (random.chance(faults.on.entryRefused)) return false;
    this.accepted.push(event);
    if (event.detailType !== FLAG_PUBLISHED) return true;
    const copies = random.chance(faults.on.duplicate) ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) this.deliver(event, 1);
    return true;
  }

  /** A delivery that fails is tried again, later and later. */
  private deliver(event: FlagEvent, attempt: number): void {
    const { world } = this;
    world.after(world.random.delay(DELIVERY_DELAY * attempt), () => {
      if (world.random.chance(world.faults.on.refused)) this.deliver(event, attempt * 4);
      else this.target(JSON.parse(JSON.stringify(event.detail)));
    });
  }
}
