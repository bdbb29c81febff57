const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

type Interrupt = keyof typeof EXIT_CODES;

/** The user, or whoever runs us, asked us to end. */
export class Interruption extends Error {
  readonly exitCode: number;

  constructor(signal: Interrupt) {
    super(signal === "SIGINT" ? "Interrupted." : `Ended by ${signal}.`);
    this.exitCode = EXIT_CODES[signal];
  }
}

/** Calls `listener` for each signal that asks this process to end, instead of ending it on the spot. */
export function onInterruption(listener: (interruption: Interruption) => void): void {
  for (const signal of Object.keys(EXIT_CODES) as Interrupt[]) {
    process.on(signal, () => listener(new Interruption(signal)));
  }
}
