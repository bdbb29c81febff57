import { type ApiAnswer, type ApiRequest, type ApiServer, serve } from "./api-server";

/** The answers to one `METHOD /path`: each call takes the next, and the last one stays. */
type Script = Readonly<Record<string, readonly ApiAnswer[]>>;

export interface ContractApi extends ApiServer {
  readonly requests: readonly ApiRequest[];
}

/** Answers what the flags API's contract says; what a test did not expect is answered with 500. */
export async function contractApi(script: Script): Promise<ContractApi> {
  const requests: ApiRequest[] = [];
  const server = await serve((request) => {
    const route = `${request.method} ${request.target}`;
    const earlier = requests.filter(({ method, target }) => `${method} ${target}` === route).length;
    requests.push(request);
    const answers = script[route] ?? [];
    return answers[earlier] ?? answers.at(-1) ?? { status: 500, body: JSON.stringify({ detail: `no ${route}` }) };
  });
  return { ...server, requests };
}

export function answer(body: unknown, headers: Readonly<Record<string, string>> = {}, status = 200): ApiAnswer {
  return { status, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) };
}

export function problem(status: number, slug: string, detail: string, errors?: readonly object[]): ApiAnswer {
  const body = { type: `urn:plumbline:problem:${slug}`, title: `Title of ${slug}`, status, detail, errors };
  return { status, headers: { "content-type": "application/problem+json" }, body: JSON.stringify(body) };
}

export const notFound = problem(404, "not-found", "There is no such flag, or it was deleted.");

export const DEFINITION = {
  state: "ENABLED",
  variants: { on: true, off: false },
  defaultVariant: "off",
  description: "The checkout in one page.",
  kind: "release",
  owner: { team: "shop", email: "shop@example.com" },
};

export const FLAG = {
  flag_id: "new-checkout",
  version: 41,
  environment: "dev",
  created_at: "2026-03-01T09:00:00.000Z",
  written_at: "2026-03-01T09:30:05.123Z",
  reason: "Ready for the first shops",
  user: "ann@example.com",
  ...DEFINITION,
};

/** What GET /flags/{flag_id}/propagation answers. */
export function propagation(change: object = {}) {
  return {
    flag_id: "new-checkout",
    version: 42,
    written_at: "2026-03-01T09:30:05.123Z",
    verdict: { valid: true, broken: [], advisories: [], validated_at: "2026-03-01T09:30:05.223Z" },
    target_version: 42,
    services: { total: 156, converged: 156, lagging: [] },
    slowest_ms: 1234,
    ...change,
  };
}
