import { CURRENT, LISTING } from "../../functions/flag-propagation/flag/table-keys";
import { FLAG_IDS, someBody } from "./flag-bodies";
import type { Invariants } from "./invariants";
import { ENVIRONMENT } from "./ports";
import type { System } from "./system";
import type { Item } from "./table";

export const BROKEN_KILL_SWITCH = "a kill switch that breaks a rule";

/** What somebody does who writes to the table without the API: each of these breaks a critical rule. */
const DEEDS: Readonly<Record<string, (there: Item) => Readonly<Record<string, unknown>>>> = {
  "a default that is no variant": (there) => ({ version: Number(there.version) + 1, defaultVariant: "nowhere" }),
  "another environment": (there) => ({ version: Number(there.version) + 1, environment: "prod" }),
  "the same version again": (there) => ({ version: there.version }),
  "a version too far": (there) => ({ version: Number(there.version) + 5 }),
  "a version that was": (there) => ({ version: Math.max(1, Number(there.version) - 1) }),
  "a member that nobody knows": (there) => ({ version: Number(there.version) + 1, secret_switch: true }),
  [BROKEN_KILL_SWITCH]: (there) => ({
    version: Number(there.version) + 1,
    release: "immediate",
    defaultVariant: "nowhere",
  }),
  "variants of two types": (there) => ({ version: Number(there.version) + 1, variants: { off: false, on: "yes" } }),
};

/** Puts items right into the table, and rubbish right into a queue. */
export class RogueWriter {
  private deeds = 0;

  constructor(
    private readonly system: System,
    private readonly invariants: Invariants,
    private readonly options: {
      readonly flags: number;
      /** The one thing that is put into the table. @default anything that breaks a rule */
      readonly deed?: string;
    },
  ) {}

  start(deeds: number): void {
    const { world } = this.system;
    for (let deed = 0; deed < deeds; deed++) {
      world.after(world.random.between(50, 5_000), () => {
        if (world.random.chance(0.2)) this.sendRubbish();
        else this.put();
      });
    }
  }

  private put(): void {
    const { table, world } = this.system;
    const flagId = world.random.pick(FLAG_IDS.slice(0, this.options.flags));
    const there = table.get(flagId, CURRENT);
    if (there === undefined || there.deleted === true) return;
    const [what, deed] = world.random.pick(
      Object.entries(DEEDS).filter(([name]) => name === (this.options.deed ?? name)),
    );
    const now = Math.floor(world.now);
    const item: Item = {
      flag_id: flagId,
      record: CURRENT,
      listing: LISTING,
      environment: ENVIRONMENT,
      created_at: there.created_at,
      written_at: Math.max(now, Number(there.written_at) + 1),
      reason: "Nobody needs to know.",
      user: "mallory@example.com",
      ...someBody(flagId, `rogue-${++this.deeds}`, world.random),
      ...deed(there),
    };
    world.say(() => `somebody puts ${flagId} v${String(item.version)} into the table: ${what}`);
    this.invariants.bypassed(item, { invalid: true });
    table.transact([{ item }]);
  }

  private sendRubbish(): void {
    const { world, queues } = this.system;
    const queue = world.random.pick(queues);
    const body = world.random.pick(["{", "null", '{"flag_id":"x"}', '{"deleted":true}', ""]);
    world.say(() => `somebody sends rubbish to ${queue.name}: ${body}`);
    queue.send(body);
  }
}
