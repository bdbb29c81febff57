import type { Verdict } from "../../functions/flag-propagation/flag/verdict";
import type { Waves } from "../../functions/flag-propagation/release/waves";
import { serviceNames } from "../../functions/flag-propagation/services";
import { Caches } from "./cache";
import { Queue } from "./queue";
import { FlagsTable } from "./table";
import { ChangesTopic } from "./topic";
import type { World } from "./world";

export interface DeadLetter {
  readonly reason: string;
  readonly service: string;
  readonly body: string;
}

/** The services that the functions work with, as small as a history needs them. */
export class System {
  readonly table: FlagsTable;
  readonly queues: readonly Queue[];
  readonly topic: ChangesTopic;
  readonly caches: Caches;
  /** Verdicts that were announced. */
  readonly rejections: Verdict[] = [];
  /** What the updater found unreadable. */
  readonly deadLetters: DeadLetter[] = [];

  constructor(
    readonly world: World,
    services: number,
    /** Shares that a version goes to before it goes to all services, in percent. */
    readonly waves: Waves = [],
  ) {
    this.table = new FlagsTable(world);
    this.queues = serviceNames(services).map((name) => new Queue(world, name));
    this.topic = new ChangesTopic(world, this.queues);
    this.caches = new Caches(world);
  }
}
