import { CREDENTIALS, REGION } from "../emulator";
import { signedFetch } from "../signed-fetch";
import type { JourneyContext, Step } from "./journey";
import { awaitLogLine } from "./log-watch";
import type { LocalSystem } from "./system";

/** The first request waits for the function to start. */
const COLD_MS = 10_000;
const WARM_MS = 1_000;
const PUBLISHED_MS = 5_000;

/** An item is made, read, changed and listed, and each change of it is told to the topic. */
export const serverlessApp: LocalSystem = { name: "serverless-app", services: [], journey };

function journey(context: JourneyContext): readonly Step[] {
  const api = new ItemsApi(context);
  let id = "";
  let etag = "";

  const published = (version: number): Step => ({
    name: `version ${version} published to the topic`,
    budgetMs: PUBLISHED_MS,
    run: async () => {
      await awaitLogLine(context, {
        logGroup: context.output("serverless_app_changes_log_group_name"),
        message: "change published",
        fields: { id, version },
        withinMs: 2 * PUBLISHED_MS,
      });
      return "from the table's stream";
    },
  });

  return [
    {
      name: "POST /items",
      budgetMs: COLD_MS,
      run: async () => {
        const response = await api.call("POST", "/items", 201, {
          body: { name: "Plumb bob", description: "brass, 200 g" },
        });
        id = response.body.id ?? "";
        etag = response.etag;
        return `201, ETag ${etag}`;
      },
    },
    published(1),
    {
      name: "GET /items/{id}",
      budgetMs: WARM_MS,
      run: async () => {
        const { body } = await api.call("GET", `/items/${id}`, 200);
        return `200, '${body.name}'`;
      },
    },
    {
      name: "PUT /items/{id} with If-Match",
      budgetMs: WARM_MS,
      run: async () => {
        const response = await api.call("PUT", `/items/${id}`, 200, {
          body: { name: "Plumb bob", description: "brass, 400 g" },
          ifMatch: etag,
        });
        return `200, ETag ${response.etag}`;
      },
    },
    published(2),
    {
      name: "PUT again with the stale ETag",
      budgetMs: WARM_MS,
      run: async () => {
        await api.call("PUT", `/items/${id}`, 412, { body: { name: "Late" }, ifMatch: etag });
        return "412, refused";
      },
    },
    {
      name: "GET /items?limit=10",
      budgetMs: WARM_MS,
      run: async () => {
        const { body } = await api.call("GET", "/items?limit=10", 200);
        const listed = body.items?.find((item) => item.id === id);
        if (listed === undefined) throw new Error("the item is not in the list");
        return `200, ${body.items?.length} listed`;
      },
    },
  ];
}

interface Answer {
  readonly id?: string;
  readonly name?: string;
  readonly items?: readonly { readonly id: string }[];
}

interface ItemsRequest {
  readonly body?: object;
  readonly ifMatch?: string;
}

class ItemsApi {
  constructor(private readonly context: JourneyContext) {}

  async call(method: string, path: string, expected: number, { body, ifMatch }: ItemsRequest = {}) {
    const url = this.context.emulator.url(`${this.context.output("serverless_app_api_url")}${path}`);
    const response = await signedFetch(url, {
      service: "execute-api",
      region: REGION,
      credentials: CREDENTIALS,
      method,
      headers: {
        ...(body && { "content-type": "application/json" }),
        ...(ifMatch && { "if-match": ifMatch }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: this.context.signal,
    });
    const text = await response.text();
    if (response.status !== expected) throw new Error(`${response.status} instead of ${expected}: ${text}`);
    return { body: JSON.parse(text) as Answer, etag: response.headers.get("etag") ?? "" };
  }
}
