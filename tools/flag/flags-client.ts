import type { AuditAction, AuditEntry } from "../../functions/flag-propagation/audit/entry";
import type { ChangeReason, FlagBody } from "../../functions/flag-propagation/flag/flag";
import { UserError } from "../../modules/errors";
import { signedFetch } from "../local/signed-fetch";
import type { DryRun, Flag, FlagVersion, Problem, Propagation } from "./answers";
import type { ApiLocation } from "./api-location";

/** API Gateway gives up after 29 seconds. */
const ANSWER_MS = 30_000;
/** Flags, versions or entries a request. */
const PAGE = 100;

/** The API did not do what it was asked for. */
export class Refusal extends UserError {
  override readonly name = "Refusal";

  constructor(
    readonly status: number,
    readonly problem: Problem,
  ) {
    super(problem.detail ?? problem.title ?? `The API answered ${status}.`);
  }

  /** Of the kind that the API calls by this name. */
  is(slug: string): boolean {
    return this.problem.type === `urn:plumbline:problem:${slug}`;
  }
}

/** What a caller says about a flag; the API checks it. */
export type Written = Omit<Partial<FlagBody>, "variants"> & {
  readonly variants?: Readonly<Record<string, unknown>> | undefined;
};

interface Request {
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: object;
  readonly ifMatch?: string;
}

interface Answer<T> {
  readonly body: T;
  readonly etag: string;
}

interface AuditAnswer {
  readonly entries: readonly AuditEntry[];
  /** Whether there are more than were asked for. */
  readonly hasOlder: boolean;
}

/** The flags API. Every method throws a Refusal for what the API refuses. */
export class FlagsClient {
  constructor(private readonly api: ApiLocation) {}

  /** @returns undefined where there is no such flag, or where it is deleted. */
  async find(flag: string): Promise<{ readonly flag: Flag; readonly etag: string } | undefined> {
    try {
      const { body, etag } = await this.call<Flag>("GET", path(flag));
      return { flag: body, etag };
    } catch (error) {
      if (error instanceof Refusal && error.is("not-found")) return undefined;
      throw error;
    }
  }

  async create(flag: string, body: Written & ChangeReason): Promise<Flag> {
    return (await this.call<Flag>("POST", "/flags", { body: { flag_id: flag, ...body } })).body;
  }

  async replace(flag: string, etag: string, body: Written & ChangeReason): Promise<Flag> {
    return (await this.call<Flag>("PUT", path(flag), { body, ifMatch: etag })).body;
  }

  /** What the rules would say; writes nothing. @param etag of the version that would be replaced, if any. */
  async dryRun(flag: string, etag: string | undefined, body: Written & ChangeReason): Promise<DryRun> {
    const query = { dry_run: "true" };
    const answer =
      etag === undefined
        ? this.call<DryRun>("POST", "/flags", { query, body: { flag_id: flag, ...body } })
        : this.call<DryRun>("PUT", path(flag), { query, body, ifMatch: etag });
    return (await answer).body;
  }

  async delete(flag: string, etag: string, why: ChangeReason): Promise<void> {
    await this.call("DELETE", path(flag), { query: { ...why }, ifMatch: etag });
  }

  async propagation(flag: string): Promise<Propagation> {
    return (await this.call<Propagation>("GET", `${path(flag)}/propagation`)).body;
  }

  async list(): Promise<readonly Flag[]> {
    return this.pages("/flags", ({ flags }: { flags: readonly Flag[] }) => flags);
  }

  async versions(flag: string): Promise<readonly FlagVersion[]> {
    return this.pages(`${path(flag)}/versions`, ({ versions }: { versions: readonly FlagVersion[] }) => versions);
  }

  /** The newest entries of the audit trail, newest first. @param limit how many at most; read page by page */
  async audit(flag: string, limit: number, action: AuditAction | undefined): Promise<AuditAnswer> {
    const entries: AuditEntry[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await this.call<{ entries: readonly AuditEntry[]; next_cursor?: string }>(
        "GET",
        `${path(flag)}/audit`,
        { query: { limit: String(Math.min(limit - entries.length, PAGE)), action, cursor } },
      );
      entries.push(...body.entries);
      cursor = body.next_cursor;
    } while (cursor !== undefined && entries.length < limit);
    return { entries, hasOlder: cursor !== undefined };
  }

  private async pages<Page, Entry>(path: string, entries: (page: Page) => readonly Entry[]): Promise<readonly Entry[]> {
    const all: Entry[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await this.call<Page & { next_cursor?: string }>("GET", path, {
        query: { limit: String(PAGE), cursor },
      });
      all.push(...entries(body));
      cursor = body.next_cursor;
    } while (cursor !== undefined);
    return all;
  }

  private async call<T>(method: string, path: string, { query = {}, body, ifMatch }: Request = {}): Promise<Answer<T>> {
    const url = new URL(`${this.api.url}${path}`);
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value);
    const response = await signedFetch(url, {
      service: "execute-api",
      region: this.api.region,
      credentials: this.api.credentials,
      method,
      headers: {
        ...(body && { "content-type": "application/json" }),
        ...(ifMatch && { "if-match": ifMatch }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(ANSWER_MS),
    }).catch((error) => {
      throw this.unreachable(error);
    });
    const text = await response.text();
    if (!response.ok) throw new Refusal(response.status, problemOf(response.status, text, url));
    if (response.status === 204) return { body: undefined as T, etag: "" };
    return { body: this.json<T>(text), etag: response.headers.get("etag") ?? "" };
  }

  private json<T>(text: string): T {
    try {
      return JSON.parse(text) as T;
    } catch {
      throw new UserError(
        `${this.api.url} did not answer with JSON: is it the flags API? Check --api or FLAGS_API_URL.`,
      );
    }
  }

  private unreachable(error: unknown): UserError {
    const { name, cause, message } = error as Error & { cause?: Error & { code?: string } };
    const why =
      name === "TimeoutError" ? `no answer in ${ANSWER_MS / 1000} s` : (cause?.code ?? (cause?.message || message));
    return new UserError(`${this.api.url} cannot be reached (${why}). Is it the right URL, and does the API run?`);
  }
}

function path(flag: string): string {
  return `/flags/${encodeURIComponent(flag)}`;
}

/** API Gateway itself answers with a `message` alone, which says little. */
function problemOf(status: number, text: string, url: URL): Problem {
  const answer = parsed(text);
  if (typeof answer.detail === "string") return answer;
  const message = typeof answer.message === "string" ? answer.message : text.slice(0, 200).trim();
  const remedy =
    status === 403
      ? " Check the URL and its stage, and that the credentials may do execute-api:Invoke there in this region."
      : "";
  return { detail: `${url.origin}${url.pathname} answered ${status}${message && ` (${message})`}.${remedy}` };
}

function parsed(text: string): Problem & { readonly message?: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}
