import { runFlag } from "../../../../tools/flag/run";

export const ENVIRONMENT = {
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
  AWS_REGION: "us-east-1",
  USER: "bob",
  // No git: its user.email is the machine's.
  PATH: "",
};

export interface Ran {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
  /** The lines that were drawn over each other. */
  readonly drawn: readonly string[];
}

interface Surroundings {
  readonly api?: string;
  readonly environment?: NodeJS.ProcessEnv;
  /** Of the terminal. @default none, as in a pipe */
  readonly width?: number;
}

/** Runs the CLI in this process. */
export async function flag(args: readonly string[], { api, environment, width }: Surroundings = {}): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const drawn: string[] = [];
  const exitCode = await runFlag(
    args,
    { ...ENVIRONMENT, ...(api !== undefined && { FLAGS_API_URL: api }), ...environment },
    {
      width,
      print: (line) => out.push(line),
      complain: (line) => err.push(line),
      draw: (line) => drawn.push(line),
    },
  );
  return { exitCode, out: out.join("\n"), err: err.join("\n"), drawn };
}
