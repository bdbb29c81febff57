import { type Display, seconds } from "./display";

/** Long work says how far it has come this often, so that nobody takes it for dead. */
const DETAIL_EVERY_MS = 15_000;

/** One plain line for each start and each end: for pipes, files and CI. */
export class PlainDisplay implements Display {
  constructor(
    private readonly write: (line: string) => void = (line) => process.stdout.write(`${line}\n`),
    private readonly now: () => number = Date.now,
  ) {}

  note(line: string): void {
    this.write(line);
  }

  async work<T>(title: string, work: (detail: (text: string) => void) => Promise<T>): Promise<T> {
    const start = this.now();
    let saidAt = start;
    this.write(`${title} …`);
    try {
      const result = await work((text) => {
        if (this.now() - saidAt < DETAIL_EVERY_MS) return;
        saidAt = this.now();
        this.write(`${title}: ${text}`);
      });
      this.write(`${title}: done in ${seconds(this.now() - start)}`);
      return result;
    } catch (error) {
      this.write(`${title}: given up after ${seconds(this.now() - start)}`);
      throw error;
    }
  }

  close(): void {}
}
