import type { Deployment, HttpRequest } from "./deployment";

/** All that the items API may answer with; which of it there is depends on the route and the status. */
interface Body {
  readonly id: string;
  readonly items: readonly { readonly id: string }[];
  readonly versions: readonly { readonly version: number }[];
  readonly next_cursor?: string;
  /** Of a problem. */
  readonly type: string;
  readonly errors: readonly { readonly pointer: string }[];
}

export interface ItemsAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
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
    return { status, headers: answered, body: text === "" ? {} : JSON.parse(text) };
  }

  async create(name: string, headers: Readonly<Record<string, string>> = {}): Promise<ItemsAnswer> {
    const answer = await this.call("POST", "/items", { body: { name }, headers });
    if (answer.status !== 201) throw new Error(`POST /items answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer;
  }
}
