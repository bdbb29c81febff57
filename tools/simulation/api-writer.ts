import type { Context } from "aws-lambda";
import type { FlagBody } from "../../functions/flag-propagation/flag/flag";
import { CURRENT } from "../../functions/flag-propagation/flag/table-keys";
import type { Operation } from "../../functions/flag-propagation/flags-api/dependencies";
import { problemFrom } from "../../functions/shared/http/failure";
import type { HttpRequest } from "../../functions/shared/http/request";
import type { HttpResponse } from "../../functions/shared/http/response";
import { someBody } from "./flag-bodies";
import type { Handlers } from "./handlers";
import type { Invariants } from "./invariants";
import { type Ending, Invocation } from "./invocation";
import { flagStore } from "./store";
import type { System } from "./system";

/** Milliseconds. */
const API_TIMEOUT = 10_000;
/** Times that a writer tries to get one change in. */
const ATTEMPTS = 3;

const PAUSES = [10, 100, 1_000];

type OperationName = "createFlag" | "replaceFlag" | "deleteFlag";

interface Write {
  readonly operation: OperationName;
  readonly flagId: string;
  readonly dryRun: boolean;
  /** What the writer last saw of the flag; 0 for a flag that it takes for missing. */
  readonly seen: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly correlationId: string;
}

/** Somebody who changes flags through the API, one change after another, and repeats what failed. */
export class ApiWriter {
  private requests = 0;

  constructor(
    private readonly system: System,
    private readonly handlers: Handlers,
    private readonly invariants: Invariants,
    private readonly options: {
      readonly name: string;
      readonly changes: number;
      readonly flags: readonly string[];
      /** Whether each change is one that puts a flag in place. @default false */
      readonly mends?: boolean;
      /** What is waited between two changes, one of these. Milliseconds. @default 10, 100 or 1,000 */
      readonly pauses?: readonly number[];
    },
  ) {}

  start(): void {
    this.next(this.options.changes);
  }

  private next(left: number): void {
    if (left === 0) return;
    const { world } = this.system;
    const { pauses = PAUSES } = this.options;
    world.after(world.random.delay(world.random.pick(pauses)), () => this.change(left, ATTEMPTS));
  }

  /** Looks at the flag, and changes it a moment later: somebody else may have been there in between. */
  private change(left: number, attempts: number): void {
    const { world } = this.system;
    const write = this.someWrite();
    const send = (attempt: number) =>
      this.send(write, (status) => {
        // What the answer was to a request that failed is not known: the same request is made once more.
        if (status >= 500 && attempt > 1) world.after(world.random.delay(50), () => send(attempt - 1));
        else if (status === 412 && attempts > 1) this.change(left, attempts - 1);
        else this.next(left - 1);
      });
    world.after(world.random.delay(5), () => send(ATTEMPTS));
  }

  private someWrite(): Write {
    const { table, waves, world } = this.system;
    const { random } = world;
    const { mends = false } = this.options;
    const atOnce = waves.length > 0 && (mends || random.chance(0.2));
    const correlationId = `${this.options.name}-${++this.requests}`;
    const flagId = random.pick(this.options.flags);
    const current = table.get(flagId, CURRENT);
    const lives = current !== undefined && current.deleted !== true;
    const operation: OperationName = !lives
      ? "createFlag"
      : !mends && random.chance(0.2)
        ? "deleteFlag"
        : "replaceFlag";
    const body = someBody(flagId, correlationId, random);
    return {
      operation,
      flagId,
      dryRun: operation !== "deleteFlag" && !mends && random.chance(0.05),
      seen: typeof current?.version === "number" ? current.version : 0,
      body: {
        ...(mends ? withoutDependencies(body) : body),
        ...whyAndWho,
        ...(atOnce && { release: "immediate" }),
      },
      correlationId,
    };
  }

  private send(write: Write, onAnswer: (status: number) => void): void {
    const { world, table } = this.system;
    const name = `api(${write.operation} ${write.flagId} ${write.correlationId}${write.dryRun ? " dry run" : ""}, seen v${write.seen})`;
    Invocation.start(
      world,
      { name, timeout: API_TIMEOUT },
      (invocation) => {
        const store = flagStore(table, invocation);
        const append: typeof store.append = (version, predecessor) => {
          if (write.dryRun) world.violate("a dry run writes nothing", name);
          return store.append(version, predecessor);
        };
        const operation = this.handlers.api({ store: { ...store, append }, now: () => invocation.now() })[
          write.operation
        ];
        return answer(operation, write);
      },
      (ending: Ending<{ status: number; version: number }>) => {
        const { status, version } = ending.kind === "returned" ? ending.result : { status: 504, version: 0 };
        world.say(() => `${name} is answered ${status}${version === 0 ? "" : ` for v${version}`}`);
        if (status < 300 && !write.dryRun) this.invariants.writeAnswered(write.flagId, version);
        onAnswer(status);
      },
    );
  }
}

/** What others do can make no such flag invalid. */
function withoutDependencies({ dependencies, ...body }: FlagBody): FlagBody {
  return body;
}

const whyAndWho = { reason: "Try what the shops think of it.", user: "ada@example.com" };

async function answer(operation: Operation, write: Write): Promise<{ status: number; version: number }> {
  try {
    const response = await operation(request(write), { flag_id: write.flagId });
    return { status: response.status, version: versionIn(response, write) };
  } catch (thrown) {
    return { status: problemFrom(thrown).status, version: 0 };
  }
}

/** An answer to a deletion has no body: it is about the version after the one that was to be deleted. */
function versionIn(response: HttpResponse, { operation, seen }: Write): number {
  return operation === "deleteFlag" ? seen + 1 : Number(response.headers.etag?.replaceAll('"', "") ?? 0);
}

function request(write: Write): HttpRequest {
  const { operation, flagId, seen, body, dryRun, correlationId } = write;
  const path = operation === "createFlag" ? "/flags" : `/flags/${flagId}`;
  const document = operation === "createFlag" ? { flag_id: flagId, ...body } : body;
  return {
    method: operation === "createFlag" ? "POST" : operation === "replaceFlag" ? "PUT" : "DELETE",
    path,
    publicPath: path,
    headers: { "content-type": "application/json", ...(operation !== "createFlag" && { "if-match": `"${seen}"` }) },
    query: operation === "deleteFlag" ? whyAndWho : dryRun ? { dry_run: "true" } : {},
    body: operation === "deleteFlag" ? Buffer.alloc(0) : Buffer.from(JSON.stringify(document)),
    correlationId,
    context: {} as Context,
  };
}
