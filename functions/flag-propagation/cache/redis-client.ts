import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "@redis/client";
import { RedisFailure, type RedisFailureKind, redisFailure, redisTimeout } from "./redis-failure";

/** A command's name and its arguments. */
export type RedisCommand = readonly string[];

export type RedisReply = string | number | null | readonly RedisReply[];

/** A connection to Redis that is made when it is first used, kept, and made anew when it was lost. */
export interface RedisConnection {
  /**
   * Sends commands in one round trip. They have to bear being sent twice: a lost connection leaves open whether they ran.
   *
   * @returns their replies, in order
   * @throws RedisFailure where Redis cannot be used; ErrorReply for an answer about the command, such as NOSCRIPT
   */
  send(commands: readonly RedisCommand[]): Promise<readonly RedisReply[]>;
  /** Ends the connection; the next command makes another. */
  close(): void;
}

export interface RedisOptions {
  /** `rediss://host:port`, or `redis://host:port` for a connection without TLS. */
  readonly url: string;
  /** Reads the auth token: before the first connection, and again when Redis refuses the one it gave. @default no token */
  readonly readToken?: () => Promise<string>;
  /** Certificate of a private authority, PEM. @default what Node trusts */
  readonly ca?: string;
  /** @default 1000 */
  readonly connectTimeoutMs?: number;
  /** @default 2000 */
  readonly commandTimeoutMs?: number;
}

/** Attempts of one call, of which the later ones make a new connection. */
const ATTEMPTS = 3;
const RETRY_WAIT_MS = 100;
/** No attempt starts later than this after the first: what lasts longer is the queue's to try again. */
const RETRY_WITHIN_MS = 1_500;

/** What a new connection may mend at once. */
const AT_ONCE: ReadonlySet<RedisFailureKind> = new Set(["RedisUnreachable", "RedisReadOnly", "RedisBusy"]);

/** Time without traffic after which a connection is probed, so that nothing in between forgets it. */
const KEEP_ALIVE_MS = 5_000;

/**
 * Opens a connection on first use. It is not made anew behind the caller's back: a function is frozen between
 * invocations, so a lost connection is noticed, and replaced, by the next command.
 */
export function openRedis(options: RedisOptions): RedisConnection {
  const { connectTimeoutMs = 1_000, commandTimeoutMs = 2_000 } = options;
  const { address, hostname, port, protocol } = redisUrl(options.url);
  let current: Connection | undefined;
  let connecting: Promise<Connection> | undefined;
  let token: string | undefined;

  function send(commands: readonly RedisCommand[]): Promise<readonly RedisReply[]> {
    return attempt(commands, 1, performance.now() + RETRY_WITHIN_MS);
  }

  /** Hands the promise of the replies on as it is: each `async` in between is a twentieth of the time of a write. */
  function attempt(commands: readonly RedisCommand[], number: number, latestRetry: number): Promise<Replies> {
    const over = (connection: Connection) => connection.send(commands, (error) => failed(error, connection));
    const failed = async (error: unknown, connection?: Connection): Promise<Replies> => {
      const failure = redisFailure(error, address);
      const again = failure instanceof RedisFailure && AT_ONCE.has(failure.name);
      // What answers READONLY after a failover answers so for ever: the name leads to the new primary.
      if (again && connection !== undefined) end(connection.client);
      if (!again || number === ATTEMPTS || performance.now() > latestRetry) throw failure;
      await sleep(RETRY_WAIT_MS * number);
      return attempt(commands, number + 1, latestRetry);
    };
    return current?.client.isReady ? over(current) : connected().then(over, failed);
  }

  function connected(): Promise<Connection> {
    connecting ??= connect().finally(() => {
      connecting = undefined;
    });
    return connecting;
  }

  async function connect(): Promise<Connection> {
    token ??= await readToken();
    try {
      current = await connectOnce();
    } catch (error) {
      const refused = redisFailure(error, address).name === "RedisWrongPassword";
      const fresh = refused ? await readToken() : token;
      if (fresh === token) throw error;
      token = fresh;
      current = await connectOnce();
    }
    return current;
  }

  async function readToken(): Promise<string | undefined> {
    try {
      return await options.readToken?.();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new RedisFailure(
        "RedisTokenUnreadable",
        `The token for Redis at ${address} is not known: ${reason}`,
        error,
      );
    }
  }

  async function connectOnce(): Promise<Connection> {
    const client = newClient({
      socket: {
        host: hostname,
        port,
        ...(protocol === "rediss:" && {
          tls: true as const,
          rejectUnauthorized: true,
          ...(options.ca !== undefined && { ca: options.ca }),
        }),
        connectTimeout: connectTimeoutMs,
        keepAlive: true,
        keepAliveInitialDelay: KEEP_ALIVE_MS,
        reconnectStrategy: false,
      },
      ...(token !== undefined && { password: token }),
    });
    // Without a listener, a lost connection would end the process. Whoever waits for a reply is told by its promise.
    client.on("error", () => undefined);
    await connectWithin(connectTimeoutMs, client);
    return { client, send: watched(client, commandTimeoutMs, address) };
  }

  /** Connects, token and all. */
  async function connectWithin(ms: number, client: Client): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const overdue = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(redisTimeout(address, "could not be connected to", ms));
        end(client);
      }, ms);
    });
    try {
      await Promise.race([client.connect(), overdue]);
    } finally {
      clearTimeout(timer);
    }
  }

  function close(): void {
    if (current !== undefined) end(current.client);
    current = undefined;
  }

  return { send, close };
}

type Client = ReturnType<typeof newClient>;
type Replies = readonly RedisReply[];
/** Resolves to the replies, or to what `failed` makes of an error. */
type Send = (commands: readonly RedisCommand[], failed: (error: unknown) => Promise<Replies>) => Promise<Replies>;

interface Connection {
  readonly client: Client;
  readonly send: Send;
}

/** Silence is counted in so many ticks; it may last one of them longer. */
const TICKS_OF_SILENCE = 20;

/**
 * Sends over a connection that is given up once it is silent for `silenceMs` with replies due. Replies come in the order of
 * their commands, so one clock does for all that is under way, and a reply only sets its count of ticks back: a timer for
 * each command would take a seventh of the time that a write takes, and to wind one up at each reply a fiftieth.
 */
function watched(client: Client, silenceMs: number, address: string): Send {
  let due = 0;
  let silentTicks = 0;
  let clock: NodeJS.Timeout | undefined;
  let overdue = false;

  function tick(): void {
    if (due > 0 && silentTicks++ < TICKS_OF_SILENCE) return;
    clearInterval(clock);
    clock = undefined;
    overdue = due > 0;
    if (overdue) end(client);
  }
  function heard(): void {
    due--;
    silentTicks = 0;
  }
  function one(reply: RedisReply): Replies {
    heard();
    return [reply];
  }
  function all(replies: Replies): Replies {
    heard();
    return replies;
  }

  return (commands, failed) => {
    if (due++ === 0) silentTicks = 0;
    clock ??= setInterval(tick, silenceMs / TICKS_OF_SILENCE).unref();
    const failedHere = (error: unknown) => {
      heard();
      return failed(overdue ? redisTimeout(address, "did not answer", silenceMs, error) : error);
    };
    const [first] = commands;
    if (first !== undefined && commands.length === 1) {
      return client.sendCommand<RedisReply>(first).then(one, failedHere);
    }
    return Promise.all(commands.map((command) => client.sendCommand<RedisReply>(command))).then(all, failedHere);
  };
}

function newClient(options: Pick<NonNullable<Parameters<typeof createClient>[0]>, "socket" | "password">) {
  return createClient({
    ...options,
    // What is sent while there is no connection is refused; it would wait in memory for a connection to come.
    disableOfflineQueue: true,
    disableClientInfo: true,
    maintNotifications: "disabled",
  });
}

function end(client: Client): void {
  if (client.isOpen) client.destroy();
}

function redisUrl(url: string) {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !["redis:", "rediss:"].includes(parsed.protocol) || parsed.hostname === "") {
    throw new Error(`'${url}' is no address of a Redis. It has to be rediss://host:port.`);
  }
  const { hostname, port, protocol } = parsed;
  return {
    protocol,
    hostname: hostname.replace(/^\[(.*)\]$/, "$1"),
    port: Number(port || 6379),
    address: `${hostname}:${port || 6379}`,
  };
}
