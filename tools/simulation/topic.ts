import type { FlagChange } from "../../functions/flag-propagation/flag/flag-change";
import { slotOf } from "../../functions/flag-propagation/release/share";
import type { Publication } from "../../functions/flag-propagation/validator/ports";
import type { Queue } from "./queue";
import type { World } from "./world";

/** Milliseconds from the topic to a queue. */
const DELIVERY_DELAY = 30;

/** A standard topic: what it accepted reaches every queue within its share at least once, in any order. */
export class ChangesTopic {
  /** Everything it accepted, in that order. */
  readonly accepted: FlagChange[] = [];
  /** Deliveries that are still to come. */
  private underWay = 0;
  private readonly listeners: ((change: FlagChange, share: number) => void)[] = [];

  constructor(
    private readonly world: World,
    private readonly queues: readonly Queue[],
  ) {}

  get idle(): boolean {
    return this.underWay === 0;
  }

  /** @param listener is also told the share of the services that the message is for, in percent */
  onAccepted(listener: (change: FlagChange, share: number) => void): void {
    this.listeners.push(listener);
  }

  /** @returns whether it took the message: then it is durable */
  accept({ change, share }: Publication): boolean {
    const { world } = this;
    if (world.random.chance(world.faults.on.entryRefused)) {
      world.say(() => `topic refuses ${change.flag_id} v${change.version}`);
      return false;
    }
    this.accepted.push(change);
    for (const tell of this.listeners) tell(change, share);
    const body = JSON.stringify(change);
    for (const [index, queue] of this.queues.entries()) {
      if (slotOf(index + 1, this.queues.length) > share) continue;
      const copies = world.random.chance(world.faults.on.duplicate) ? 2 : 1;
      for (let copy = 0; copy < copies; copy++) this.deliver(queue, body, 1);
    }
    return true;
  }

  /** A delivery that fails is tried again, later and later. */
  private deliver(queue: Queue, body: string, attempt: number): void {
    const { world } = this;
    this.underWay++;
    world.after(world.random.delay(DELIVERY_DELAY * attempt), () => {
      this.underWay--;
      if (world.random.chance(world.faults.on.refused)) this.deliver(queue, body, attempt * 4);
      else queue.send(body);
    });
  }
}
