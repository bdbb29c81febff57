import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../../modules/errors";
import { freePort } from "./free-port";
import { installOpenSearch, openSearchArguments } from "./opensearch-install";
import { type ServerProcess, startServerProcess } from "./server-process";
import type { RunningService, Service, ServiceOptions } from "./service";

const HOST = "127.0.0.1";
/** Some seconds on a machine that has nothing else to do. */
const START_MS = 120_000;
const POLL_MS = 50;
const STOP_MS = 10_000;
const ANSWER_MS = 5_000;

/** The discard service's port, which no system hands out: who asks there is refused at once. */
const NOWHERE = `http://${HOST}:9`;

export interface RunningOpenSearch extends RunningService {
  readonly url: string;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
  /** Starts it again where it was, with the data that it had. Ends it first if it runs. */
  restart(): Promise<void>;
}

/**
 * Real OpenSearch, in place of Amazon's domain. A machine that cannot have it does without: what is written there waits
 * in its queue, as through an outage. In CI that is no answer.
 */
export const openSearch: Service = {
  name: "opensearch",
  start: (options) =>
    startOpenSearch(options).catch((error) => {
      if (!(error instanceof UserError) || process.env.CI) throw error;
      options.note?.(`OpenSearch is left out. ${error.message}`);
      return {
        variables: { ...variables(NOWHERE), audit_setup: "false" },
        unavailable: error.message,
        pid: undefined,
        stop: async () => undefined,
      };
    }),
};

/**
 * Starts one node on loopback with a port and a data folder of its own; without the security plugin, so that requests
 * need neither TLS nor a signature.
 *
 * @throws UserError where this machine cannot have it, and why
 */
export async function startOpenSearch(options: ServiceOptions): Promise<RunningOpenSearch> {
  const { folder, signal, note } = options;
  const [installation, port] = await Promise.all([
    installOpenSearch(signal, note),
    freePort(),
    mkdir(join(folder, "tmp"), { recursive: true }),
  ]);
  await writeFile(join(folder, "opensearch.yml"), configuration(folder, port));

  const url = `http://${HOST}:${port}`;
  const server = {
    name: "OpenSearch",
    command: "java",
    args: [`-Djava.io.tmpdir=${join(folder, "tmp")}`, ...openSearchArguments(installation), folder],
    log: join(folder, "opensearch.log"),
    isReady: () => hasAllShards(url),
    startMs: START_MS,
    pollMs: POLL_MS,
    stopMs: STOP_MS,
  };
  const start = () => startServerProcess(server, options);
  let node: ServerProcess = await start();
  return {
    url,
    get pid() {
      return node.pid;
    },
    variables: variables(url),
    kill: () => node.kill(),
    restart: async () => {
      await node.kill();
      node = await start();
    },
    stop: () => node.stop(),
  };
}

function variables(url: string) {
  return { audit_endpoint: url };
}

/** YAML, of which JSON is a part. */
function configuration(folder: string, port: number): string {
  const settings = {
    "cluster.name": "plumbline",
    "node.name": "local",
    "network.host": HOST,
    "http.port": port,
    "transport.port": 0,
    "discovery.type": "single-node",
    "path.data": join(folder, "data"),
    "path.logs": folder,
    // On a disk that is nearly full it would take no more entries.
    "cluster.routing.allocation.disk.threshold_enabled": false,
  };
  return `${JSON.stringify(settings, undefined, 2)}\n`;
}

/** Whether it can be read and written, with all that it had before. */
async function hasAllShards(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/_cluster/health`, { signal: AbortSignal.timeout(ANSWER_MS) });
    const { status } = (await response.json()) as { status?: string };
    return status === "yellow" || status === "green";
  } catch {
    // It does not listen yet.
    return false;
  }
}
