import type { World } from "./world";

/** Milliseconds. */
const VISIBILITY_TIMEOUT = 6 * 30_000;
/** Deliveries after which a message goes to the dead-letter queue. */
const MAX_RECEIVES = 5;

export interface Message {
  readonly id: string;
  readonly body: string;
  /** Milliseconds since 1970. */
  readonly sentAt: number;
  receives: number;
  /** Before this time nobody else gets it. Milliseconds since 1970. */
  hiddenUntil: number;
}

/** A standard queue with a dead-letter queue: every message at least once, in any order, until it is deleted. */
export class Queue {
  private readonly messages = new Map<string, Message>();
  private dead: Message[] = [];
  private sent = 0;
  private waiting: (() => void) | undefined;

  constructor(
    private readonly world: World,
    readonly name: string,
  ) {}

  get idle(): boolean {
    return this.messages.size === 0 && this.dead.length === 0;
  }

  /** Messages that were delivered too often. */
  get deadLetters(): readonly Message[] {
    return this.dead;
  }

  /** @param waiting is called whenever a message may have become visible */
  onVisible(waiting: () => void): void {
    this.waiting = waiting;
  }

  send(body: string): void {
    const message = {
      id: `${this.name}#${++this.sent}`,
      body,
      sentAt: Math.floor(this.world.now),
      receives: 0,
      hiddenUntil: 0,
    };
    this.messages.set(message.id, message);
    this.waiting?.();
  }

  /** @param most messages at most; the queue gives fewer as it likes, and in its own order */
  receive(most: number): readonly Message[] {
    const { world } = this;
    const visible = [...this.messages.values()].filter(({ hiddenUntil }) => hiddenUntil <= world.now);
    const taken = world.random.shuffled(visible).slice(0, world.random.between(1, most));
    const alive = taken.filter((message) => this.isAlive(message));
    for (const message of alive) {
      message.receives++;
      // Now and then two receivers get the same message.
      if (!world.random.chance(world.faults.on.duplicate)) message.hiddenUntil = world.now + VISIBILITY_TIMEOUT;
    }
    return alive;
  }

  delete(message: Message): void {
    const { world } = this;
    if (world.random.chance(world.faults.on.acknowledgementLost)) {
      world.say(() => `${message.id} is not deleted: the request was lost`);
      this.hide(message, VISIBILITY_TIMEOUT);
      return;
    }
    this.messages.delete(message.id);
  }

  /** Leaves a message that was not processed to the next one, now or when its time is over. */
  release(message: Message): void {
    if (this.messages.has(message.id)) this.hide(message, this.world.random.pick([0, 1_000, VISIBILITY_TIMEOUT]));
  }

  /** Sends dead letters back, as an operator does once the cause is gone. */
  redrive(): void {
    for (const message of this.dead) {
      message.receives = 0;
      message.hiddenUntil = 0;
      this.messages.set(message.id, message);
    }
    this.dead = [];
    this.waiting?.();
  }

  private isAlive(message: Message): boolean {
    if (message.receives < MAX_RECEIVES) return true;
    this.messages.delete(message.id);
    this.dead.push(message);
    this.world.say(() => `${message.id} goes to the dead-letter queue`);
    return false;
  }

  private hide(message: Message, time: number): void {
    message.hiddenUntil = this.world.now + time;
    this.world.after(time, () => this.waiting?.());
  }
}
