import { Readable } from "node:stream";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { attributesOf } from "../../../../functions/flag-propagation/validator/attribute-values";

/** What a Region does with a request; `hangs` never answers, and `unreachable` is not even connected to. */
export type Behaviour =
  | "hangs"
  | "unreachable"
  | { readonly status: number; readonly error: string }
  | { readonly items: readonly Readonly<Record<string, unknown>>[] };

/** DynamoDB as the SDK's own client sees it, in a Region that behaves as it is told. */
export function fakeDynamoDB(region: string, behaviour: Behaviour) {
  const state = { behaviour, requests: 0, ended: 0 };
  const client = new DynamoDBClient({
    region,
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
    maxAttempts: 1,
    requestHandler: {
      handle: (_request: unknown, { abortSignal }: { abortSignal?: AbortSignal } = {}) => {
        state.requests += 1;
        const { behaviour } = state;
        if (behaviour === "unreachable") {
          return Promise.reject(Object.assign(new Error("connect"), { code: "ECONNREFUSED" }));
        }
        if (behaviour === "hangs") {
          return new Promise((_, reject) => {
            abortSignal?.addEventListener("abort", () => {
              state.ended += 1;
              reject(Object.assign(new Error("aborted"), { name: "AbortError" }));
            });
          });
        }
        return Promise.resolve({ response: responseOf(behaviour) });
      },
    } as never,
  });
  return { client: () => client, state };
}

function responseOf(behaviour: Exclude<Behaviour, string>) {
  const isError = "error" in behaviour;
  const items = isError ? [] : behaviour.items.map(attributesOf);
  const body = isError
    ? { __type: `com.amazonaws.dynamodb.v20120810#${behaviour.error}`, message: behaviour.error }
    : { Items: items, Item: items[0] };
  return {
    statusCode: isError ? behaviour.status : 200,
    headers: { "content-type": "application/x-amz-json-1.0" },
    body: Readable.from([Buffer.from(JSON.stringify(body))]),
  };
}
