import { ApiWriter } from "./api-writer";
import type { Handlers } from "./handlers";
import type { Invariants } from "./invariants";
import { updaterPorts, validatorPorts } from "./ports";
import { QueueMapping } from "./queue-mapping";
import { StreamMapping } from "./stream-mapping";
import type { System } from "./system";

/** The deployed fast path over the models: stream → validator → topic → queues → updaters → caches. */
export class FastPath {
  private readonly stream: StreamMapping;

  constructor(
    private readonly system: System,
    private readonly handlers: Handlers,
    private readonly invariants: Invariants,
  ) {
    const { world } = system;
    this.stream = new StreamMapping(world, {
      name: "validator",
      source: (listener) => system.table.onWrite(listener),
      lanes: world.random.between(1, 4),
      handler: (invocation, entries) =>
        handlers.validate(
          entries.map(({ record }) => record),
          validatorPorts(system, invocation),
        ),
      onPassed: (entry) => invariants.streamPassed(entry),
    });
    for (const queue of system.queues) {
      new QueueMapping(world, queue, {
        handler: (invocation, records) => handlers.update(records, updaterPorts(system, invocation)),
        onAcknowledged: (acknowledging, message) => invariants.messageAcknowledged(acknowledging, message),
      });
    }
  }

  /** Whether nothing is left over. */
  get idle(): boolean {
    const { topic, queues } = this.system;
    return this.stream.idle && topic.idle && queues.every(({ idle }) => idle);
  }

  /**
   * @param flags the ids that are written to
   * @param pauses of each writer between two changes, in milliseconds. @default those of the writer
   */
  startWriters(writers: number, flags: readonly string[], pauses?: readonly number[]): void {
    const { random } = this.system.world;
    for (let number = 1; number <= writers; number++) {
      const options = { name: `writer-${number}`, changes: random.between(1, 4), flags, ...(pauses && { pauses }) };
      new ApiWriter(this.system, this.handlers, this.invariants, options).start();
    }
  }

  /** Dead letters are sent back, as an operator does. */
  redrive(): void {
    this.system.world.say(() => "dead letters are sent back");
    for (const queue of this.system.queues) queue.redrive();
  }
}
