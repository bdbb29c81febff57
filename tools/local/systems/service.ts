/** A real service that a system needs beside the emulator, such as Redis. */
export interface Service {
  readonly name: string;
  /** @param folder where it keeps its data. @returns once it answers */
  start(folder: string, signal: AbortSignal): Promise<RunningService>;
}

interface RunningService {
  /** Values of the stack's variables that say where the service is reached. */
  readonly variables: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}
