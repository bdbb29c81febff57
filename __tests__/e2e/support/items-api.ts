import type { Deployment, HttpRequest } from "./deployment";

/** What the items API answered, its JSON parsed. */
export interface ItemsAnswer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests read whatever the API answers, and assert on it
  readonly body: any;
}

export type ItemsRequest = Omit<Partial<HttpRequest>, "body"> & { readonly body?: unknown };

/** Calls the items API of a deployment; a body that is a string is sent as it is. */
export class ItemsApi {
  constructor(
    private readonly deployment: Deployment,
    private readonly baseUrl: string,
  ) {}

  async call(method: string, path: string, request: ItemsRequest = {}): Promise<ItemsAnswer> {
    const { body, headers = {}, ...rest } = request;
    const {
      status,
      headers: answered,
      text,
    } = await this.deployment.fetch(`${this.baseUrl}${path}`, {
      ...rest,
      method,
      headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    return { status, headers: answered, body: text === "" ? undefined : JSON.parse(text) };
  }

  async create(name: string, headers: Readonly<Record<string, string>> = {}): Promise<ItemsAnswer> {
    const answer = await this.call("POST", "/items", { body: { name }, headers });
    if (answer.status !== 201) throw new Error(`POST /items answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer;
  }
}
