/** A real service that a system needs beside the emulator, such as Redis. */
export interface Service {
  readonly name: string;
  /** @returns once it answers */
  start(options: ServiceOptions): Promise<RunningService>;
}

export interface ServiceOptions {
  /** Where it keeps its data and its log. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Whether it goes on when this process ends without stopping it. @default false */
  readonly outlive?: boolean;
  /** Told, in one line each, what is installed and what is left out. @default nobody is told */
  readonly note?: (line: string) => void;
}

export interface RunningService {
  /** Values of the stack's variables that say where the service is reached. */
  readonly variables: Readonly<Record<string, string>>;
  /** What the emulator has to know of it; it starts later. @default nothing */
  readonly emulatorEnvironment?: Readonly<Record<string, string>>;
  /** Why this machine does without it, where it does. */
  readonly unavailable?: string;
  /** Head of its process group. */
  readonly pid: number | undefined;
  stop(): Promise<void>;
}
