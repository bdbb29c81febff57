import type { Random } from "./random";

/** How likely each fault is, from 0 to 1. */
export interface FaultRates {
  /** A call that fails and has no effect. */
  readonly refused: number;
  /** A call that has its effect, but whose answer gets lost. */
  readonly lost: number;
  /** A call during which the function's process ends; its effect may still come. */
  readonly crash: number;
  /** A message that is delivered once more. */
  readonly duplicate: number;
  /** An entry of a batch that the topic refuses. */
  readonly entryRefused: number;
  /** An acknowledgement that gets lost: a stream's checkpoint, the deletion of a message. */
  readonly acknowledgementLost: number;
  /** An answer that takes as long as the function may run, or longer. */
  readonly stuck: number;
}

const NONE: FaultRates = {
  refused: 0,
  lost: 0,
  crash: 0,
  duplicate: 0,
  entryRefused: 0,
  acknowledgementLost: 0,
  stuck: 0,
};

/** The weather of a history: none at all, only what services do on good days, or storms of one kind and of all kinds. */
export function someWeather(random: Random): { readonly name: string; readonly rates: FaultRates } {
  const strength = random.pick([0.03, 0.08, 0.2]);
  const kinds: Readonly<Record<string, FaultRates>> = {
    calm: NONE,
    "at least once": { ...NONE, duplicate: strength * 2, acknowledgementLost: strength },
    crashes: { ...NONE, crash: strength, duplicate: strength },
    failures: { ...NONE, refused: strength, lost: strength, entryRefused: strength },
    slowness: { ...NONE, stuck: strength / 2, duplicate: strength },
    everything: {
      refused: strength / 2,
      lost: strength / 2,
      crash: strength / 2,
      duplicate: strength,
      entryRefused: strength / 2,
      acknowledgementLost: strength / 2,
      stuck: strength / 8,
    },
  };
  const name = random.pick(["calm", "at least once", "crashes", "failures", "slowness", "everything", "everything"]);
  return { name, rates: kinds[name] ?? NONE };
}

/** Faults that go on until they are stopped. */
export class Faults {
  private current: FaultRates;

  constructor(readonly rates: FaultRates) {
    this.current = rates;
  }

  get on(): FaultRates {
    return this.current;
  }

  stop(): void {
    this.current = NONE;
  }

  /** Whether no call ever fails: what comes twice then comes after the first was done. */
  get callsSucceed(): boolean {
    const { refused, lost, crash, entryRefused, stuck } = this.rates;
    return refused + lost + crash + entryRefused + stuck === 0;
  }
}
