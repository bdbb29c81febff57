/** Shows what is happening. */
export interface Display {
  /** A line that stays. */
  note(line: string): void;
  /** Shows a piece of work from its start to its end; `detail` says how far it has come. */
  work<T>(title: string, work: (detail: (text: string) => void) => Promise<T>): Promise<T>;
  /** Frees the screen for other output. */
  close(): void;
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
