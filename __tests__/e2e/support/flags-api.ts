import { setTimeout as sleep } from "node:timers/promises";
import type { Propagation } from "../../../tools/flag/answers";
import type { Deployment } from "./deployment";
import { eventually } from "./eventually";

interface Answer {
  readonly status: number;
  readonly etag: string;
  readonly body: Readonly<Record<string, unknown>> & { readonly errors?: readonly { readonly detail: string }[] };
}

interface FlagsRequest {
  readonly body?: object;
  readonly ifMatch?: string;
  readonly signed?: boolean;
}

/** Calls the flags API of a deployment. */
export class FlagsApi {
  constructor(private readonly deployment: Deployment) {}

  async call(method: string, path: string, { body, ifMatch, signed }: FlagsRequest = {}): Promise<Answer> {
    const url = `${this.deployment.output("flag_propagation_api_url")}${path}`;
    const { status, headers, text } = await this.deployment.fetch(url, {
      method,
      headers: { ...(body && { "content-type": "application/json" }), ...(ifMatch && { "if-match": ifMatch }) },
      ...(body && { body: JSON.stringify(body) }),
      ...(signed !== undefined && { signed }),
    });
    return { status, etag: headers.get("etag") ?? "", body: text === "" ? {} : JSON.parse(text) };
  }

  /**
   * Writes a version; the first one makes the flag. A busy service is asked again, as it says in Retry-After: it may have
   * written the version before it gave up.
   *
   * @returns its ETag
   */
  write(flag: string, variant: string, ifMatch?: string): Promise<string> {
    return this.send(flag, flagBody(variant), ifMatch);
  }

  /** The same, to all services at once where releases go in waves. */
  writeNow(flag: string, variant: string, ifMatch?: string): Promise<string> {
    return this.send(flag, { ...flagBody(variant), release: "immediate" }, ifMatch);
  }

  private async send(flag: string, body: object, ifMatch?: string): Promise<string> {
    for (let attempt = 1; ; attempt++) {
      const answer = ifMatch
        ? await this.call("PUT", `/flags/${flag}`, { body, ifMatch })
        : await this.call("POST", "/flags", { body: { flag_id: flag, ...body } });
      if (answer.status < 300) return answer.etag;
      const busy = [429, 502, 503, 504].includes(answer.status);
      if (!busy || attempt === ATTEMPTS) throw new Error(`${flag}: ${answer.status} ${JSON.stringify(answer.body)}`);
      await sleep(1_000);
      const { status, etag } = await this.call("GET", `/flags/${flag}`);
      if (status === 200 && etag !== ifMatch) return etag;
    }
  }

  async remove(flag: string, ifMatch: string): Promise<number> {
    const query = new URLSearchParams({ reason: "The test is over.", user: USER });
    return (await this.call("DELETE", `/flags/${flag}?${query}`, { ifMatch })).status;
  }

  /** What a write of the flag as it is would send. */
  async definition(flag: string): Promise<object> {
    const { body } = await this.call("GET", `/flags/${flag}`);
    const { flag_id, version, environment, created_at, written_at, principal, correlation_id, ...rest } = body;
    return rest;
  }

  async propagation(flag: string): Promise<Propagation | undefined> {
    const { status, body } = await this.call("GET", `/flags/${flag}/propagation`);
    return status === 200 ? (body as unknown as Propagation) : undefined;
  }

  /** @returns the numbers of all versions of a flag, none where there never was such a flag */
  async versions(flag: string): Promise<readonly number[]> {
    const versions: number[] = [];
    for (let cursor = ""; ; ) {
      const query = cursor === "" ? "" : `?${new URLSearchParams({ cursor })}`;
      const { status, body } = await this.call("GET", `/flags/${flag}/versions${query}`);
      if (status === 404) return versions;
      if (status !== 200) throw new Error(`${flag}: ${status} ${JSON.stringify(body)}`);
      const page = body as unknown as { versions: readonly { version: number }[]; next_cursor?: string };
      versions.push(...page.versions.map(({ version }) => version));
      if (page.next_cursor === undefined) return versions;
      cursor = page.next_cursor;
    }
  }

  /** Waits until a version is in the cache of every service. @throws Error saying how far it came */
  async arrived(flag: string, version: number, budgetMs: number): Promise<Propagation> {
    let last: Propagation | undefined;
    return eventually(`version ${version} of ${flag} in all caches`, budgetMs, async () => {
      last = await this.propagation(flag);
      const all = last?.target_version === version && last.services.lagging.length === 0;
      return all ? last : undefined;
    }).catch((error: Error) => {
      throw new Error(`${error.message} It came so far: ${JSON.stringify(last)?.slice(0, 1_000)}`);
    });
  }

  /**
   * Writes a flag until a version of it has arrived: then everything that a change goes through has started. While it
   * starts, the emulator drops a change that the validator asks for again, which AWS would deliver again.
   *
   * @returns the ETag of the version that arrived
   */
  async warmUp(flag: string, budgetMs: number): Promise<string> {
    const deadline = Date.now() + budgetMs;
    let etag = await this.write(flag, "off");
    for (let version = 1; ; version++) {
      try {
        await this.arrived(flag, version, WARM_UP_MS);
        return etag;
      } catch (error) {
        if (Date.now() > deadline) throw error;
        etag = await this.write(flag, "off", etag);
      }
    }
  }
}

const WARM_UP_MS = 75_000;
const ATTEMPTS = 10;
export const USER = "tests@example.com";
export const REASON = "Show that a change arrives in every service.";

export function flagBody(defaultVariant: string): object {
  return {
    state: "ENABLED",
    variants: { on: true, off: false },
    defaultVariant,
    description: "Made by the end-to-end tests, and gone with them.",
    kind: "operational",
    owner: { team: "platform", email: "platform@example.com" },
    reason: REASON,
    user: USER,
  };
}
