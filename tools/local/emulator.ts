import { closeSync, openSync } from "node:fs";
import { mkdir, readFile, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../../modules/errors";
import type { EmulatorRuntime } from "./emulator-runtime";
import { endGroup, startGroup } from "./process-group";
import { projectRoot } from "./project";
import { signedFetch } from "./signed-fetch";

/*
 * The one file that knows which emulator stands in for AWS: MiniStack, started by ministack/launcher.py, or any other
 * that already runs. Everything else speaks AWS's own protocols to whatever answers at the endpoint.
 */

export const REGION = "us-east-1";
/** The emulator's root user; the local target's provider block signs with the same. */
export const CREDENTIALS = { accessKeyId: "test", secretAccessKey: "test" } as const;
const ACCOUNT = "123456789012";

const START_MS = 30_000;
const POLL_MS = 25;
const STOP_GRACE_MS = 3_000;

export interface Emulator {
  /** Such as `http://127.0.0.1:40123`. */
  readonly endpoint: string;
  /** Where the emulator answers a URL that AWS would, of a REST API's stage or of a function. */
  url(awsUrl: string): URL;
  /** The emulator's own log; undefined for one that somebody else started. */
  readonly log: string | undefined;
  /** Head of the emulator's process group; undefined for one that somebody else started. */
  readonly pid: number | undefined;
  /** Is called once if the emulator ends without having been stopped. */
  onCrash(listener: (error: UserError) => void): void;
  /** Ends the emulator with all it started; leaves alone what somebody else started. */
  stop(): Promise<void>;
}

export interface EmulatorOptions {
  /** Where it keeps its data and its log. */
  readonly folder: string;
  readonly runtime: EmulatorRuntime;
  /** Where the services beside it are, and what functions have to know of them. @default nothing */
  readonly environment?: Readonly<Record<string, string>>;
  /** @default any free port */
  readonly port?: number;
  /** Whether it goes on when this process ends without stopping it. @default false */
  readonly outlive?: boolean;
  readonly signal?: AbortSignal;
}

/** Starts an emulator on loopback, with IAM enforced. @returns once it answers. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const log = join(options.folder, "emulator.log");
  const portFile = join(options.folder, "port");
  const temporary = join(options.folder, "tmp");
  await mkdir(temporary, { recursive: true });
  await rm(portFile, { force: true });

  const launcher = [
    join(projectRoot(), "tools", "local", "ministack", "launcher.py"),
    ...["--folder", options.folder, "--port-file", portFile, "--port", String(options.port ?? 0)],
    ...["--account", ACCOUNT, "--region", REGION],
    ...(options.outlive ? [] : ["--end-with-parent"]),
  ];
  const output = openSync(log, "a");
  const child = startGroup(options.runtime.python, launcher, {
    cwd: options.folder,
    env: { ...cleanEnvironment(options.runtime.nodeFolder, temporary), ...options.environment },
    stdio: [options.outlive ? "ignore" : "pipe", output, output],
    outlive: options.outlive ?? false,
  });
  closeSync(output);
  if (options.outlive) child.unref();

  let crashListener: ((error: UserError) => void) | undefined;
  let state: "running" | "stopping" | "ended" = "running";
  child.once("error", () => {
    state = "ended";
  });
  child.once("exit", (code, signal) => {
    if (state === "running") {
      crashListener?.(
        new UserError(`The emulator ended by itself (${signal ?? `exit code ${code}`}); its log is ${log}.`),
      );
    }
    state = "ended";
  });
  const stop = async () => {
    state = "stopping";
    if (child.pid !== undefined) await endGroup(child.pid, "SIGTERM", STOP_GRACE_MS);
  };

  try {
    const endpoint = await answering(portFile, () => state === "running", options.signal);
    if (endpoint === undefined) throw await whyNot(log, options.port);
    return {
      endpoint,
      log,
      pid: child.pid,
      url: (awsUrl) => emulatorUrl(endpoint, awsUrl),
      onCrash: (listener) => {
        crashListener = listener;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Uses an emulator that already runs: AWS's own, LocalStack or another. */
export async function attachEmulator(endpoint: string): Promise<Emulator> {
  const status = await statusOf(endpoint);
  if (status !== 200) {
    const found =
      status === undefined ? "where nothing answers" : `which answers a signed STS GetCallerIdentity with ${status}`;
    throw new UserError(
      `--endpoint is ${endpoint}, ${found}. Start the emulator first and let it accept the access key '${CREDENTIALS.accessKeyId}', or leave --endpoint out to have one started.`,
    );
  }
  return {
    endpoint,
    log: undefined,
    pid: undefined,
    url: (awsUrl) => emulatorUrl(endpoint, awsUrl),
    onCrash: () => undefined,
    stop: async () => undefined,
  };
}

/** Maps the hosts `ID.execute-api.…` and `ID.lambda-url.…` to the path that emulators answer them under. */
export function emulatorUrl(endpoint: string, awsUrl: string): URL {
  const { host, pathname, search } = new URL(awsUrl);
  const [id, service] = host.split(".");
  if (service !== "execute-api" && service !== "lambda-url") {
    throw new UserError(
      `'${awsUrl}' is no URL of a REST API or a function: its host is neither ID.execute-api.… nor ID.lambda-url.….`,
    );
  }
  return new URL(`/_aws/${service}/${id}${pathname}${search}`, endpoint);
}

/** Functions inherit the emulator's environment, so it has nothing that Lambda's would not have. */
function cleanEnvironment(nodeFolder: string | undefined, temporary: string): NodeJS.ProcessEnv {
  const path = [nodeFolder ?? dirname(process.execPath), "/usr/local/bin", "/usr/bin", "/bin"];
  return {
    PATH: path.join(delimiter),
    HOME: homedir(),
    TMPDIR: temporary,
    LANG: "en_US.UTF-8",
    TZ: "UTC",
    PYTHONDONTWRITEBYTECODE: "1",
  };
}

/** @returns the endpoint once it answers, undefined when the emulator has ended or takes too long. */
async function answering(
  portFile: string,
  isRunning: () => boolean,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const deadline = Date.now() + START_MS;
  while (isRunning() && Date.now() < deadline) {
    signal?.throwIfAborted();
    const port = await readFile(portFile, "ascii").catch(() => undefined);
    const endpoint = `http://127.0.0.1:${port}`;
    if (port !== undefined && (await statusOf(endpoint)) === 200) return endpoint;
    await sleep(POLL_MS);
  }
  return undefined;
}

/** The status with which an endpoint answers the smallest of all AWS calls. */
async function statusOf(endpoint: string): Promise<number | undefined> {
  try {
    const response = await signedFetch(new URL(endpoint), {
      service: "sts",
      region: REGION,
      credentials: CREDENTIALS,
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "Action=GetCallerIdentity&Version=2011-06-15",
      signal: AbortSignal.timeout(5_000),
    });
    return response.status;
  } catch {
    return undefined;
  }
}

async function whyNot(log: string, port: number | undefined): Promise<UserError> {
  const lastLine = (await readFile(log, "utf8")).trim().split("\n").at(-1) ?? "";
  if (port !== undefined && lastLine.startsWith(`port ${port} `)) {
    return new UserError(
      `--port is ${port}, but ${lastLine}. Name another port, or leave --port out to have a free one chosen.`,
    );
  }
  return new UserError(`The emulator did not start: ${lastLine || "it printed nothing"}. ${log} has all it printed.`);
}
