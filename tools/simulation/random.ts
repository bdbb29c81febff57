// Taken once: where tests run, each look at a global costs more than the arithmetic.
const { floor, imul } = Math;

/** Numbers that look random and are the same for the same seed, on every machine. */
export class Random {
  private state: number;

  /** @param seed an integer */
  constructor(seed: number) {
    this.state = imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 0;
    // Seeds are counted up: the first numbers of neighbours would be alike.
    for (let round = 0; round < 4; round++) this.next();
  }

  /** @returns from 0 up to, but not including, 1 (mulberry32) */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  chance(probability: number): boolean {
    return probability > 0 && this.next() < probability;
  }

  /** @returns an integer, both ends included */
  between(least: number, most: number): number {
    return least + floor(this.next() * (most - least + 1));
  }

  /** @throws Error when there is nothing to pick from. */
  pick<Choice>(choices: readonly Choice[]): Choice {
    if (choices.length === 0) throw new Error("There is nothing to pick from.");
    return choices[floor(this.next() * choices.length)] as Choice;
  }

  /** @returns the same entries in another order */
  shuffled<Entry>(entries: readonly Entry[]): Entry[] {
    const left = [...entries];
    const order: Entry[] = [];
    while (left.length > 0) order.push(...left.splice(floor(this.next() * left.length), 1));
    return order;
  }

  /** @returns milliseconds: mostly about `usual`, now and then twenty times that */
  delay(usual: number): number {
    const drawn = this.next();
    return drawn < 0.9 ? usual * (0.5 + drawn) : usual * (1 + (drawn - 0.9) * 190);
  }
}
