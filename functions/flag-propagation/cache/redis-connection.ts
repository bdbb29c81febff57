import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { clientOptions } from "../../shared/aws/client-options";
import { env } from "../../shared/env";
import { openRedis, type RedisConnection } from "./redis-client";

const url = env("CACHE_URL");
const secretArn = env("CACHE_AUTH_SECRET_ARN");

if (!url.startsWith("rediss://")) {
  throw new Error(`CACHE_URL is '${url}'. It has to be rediss://host:port: the auth token goes over TLS only.`);
}

let connection: RedisConnection | undefined;

/** The function's connection to its Redis, one for all invocations. Nothing is connected before it is first used. */
export function redisConnection(): RedisConnection {
  connection ??= openRedis({ url, readToken: readAuthToken });
  return connection;
}

/** It is asked for once in the life of a function, and again when the token was rotated: the client is not kept. */
async function readAuthToken(): Promise<string> {
  const client = new SecretsManagerClient(clientOptions);
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretArn }));
    if (SecretString === undefined || SecretString === "") {
      throw new Error(`The secret ${secretArn} has no text. Put Redis's auth token into it.`);
    }
    return SecretString;
  } finally {
    client.destroy();
  }
}
