import { Faults, someWeather } from "./faults";
import { Random } from "./random";
import { Scheduler, START } from "./scheduler";

/** What all parts of a history share. */
export class World {
  readonly random: Random;
  readonly scheduler = new Scheduler();
  readonly faults: Faults;
  readonly weather: string;
  /** The history, line by line; empty unless it is recorded. */
  readonly lines: string[] = [];
  /** What must never happen and did, in the order in which it was found. */
  readonly violations: string[] = [];

  constructor(
    seed: number,
    private readonly recorded: boolean,
  ) {
    this.random = new Random(seed);
    const { name, rates } = someWeather(this.random);
    this.weather = name;
    this.faults = new Faults(rates);
    this.say(() => `weather: ${name}`);
  }

  get now(): number {
    return this.scheduler.now;
  }

  after(delay: number, happen: () => void): void {
    this.scheduler.after(delay, happen);
  }

  /** Adds a line to the history; the text is made only when it is recorded. */
  say(line: () => string): void {
    if (this.recorded) this.lines.push(`${(this.now - START).toFixed(3).padStart(12)} ${line()}`);
  }

  violate(invariant: string, details: string): void {
    this.violations.push(`${invariant}: ${details}`);
    this.say(() => `VIOLATION ${invariant}: ${details}`);
  }
}
