import {
  IdempotencyAlreadyInProgressError,
  IdempotencyConfig,
  IdempotencyInconsistentStateError,
  IdempotencyValidationError,
  makeIdempotent,
} from "@aws-lambda-powertools/idempotency";
import { DynamoDBPersistenceLayer } from "@aws-lambda-powertools/idempotency/dynamodb";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Context } from "aws-lambda";
import { idempotencyKeyReused, requestInProgress } from "./http/problems";

/** How long a repeat is recognised, in seconds. */
const REMEMBERED_FOR = 24 * 60 * 60;

interface IdempotentCall {
  readonly key: string;
  /** What must be the same in a repeat of the call. */
  readonly payload: unknown;
}

/** Does the work on the first call with a key; a repeat gets the first call's result and does nothing. */
export type Once = <Result>(call: IdempotentCall, context: Context, work: () => Promise<Result>) => Promise<Result>;

/**
 * Remembers results in a table with the hash key `id` and the TTL attribute `expiration`. Work that throws is
 * forgotten, so that the caller may correct the request and send it again under its key.
 *
 * A process that dies between the work and the note of its result leaves the key in progress until the invocation would
 * have timed out; only then is the work done again.
 *
 * @param scope - Keeps the same key apart in different operations.
 */
export function onceIn(tableName: string, client: DynamoDBClient, scope: string): Once {
  const config = new IdempotencyConfig({
    eventKeyJmesPath: "key",
    payloadValidationJmesPath: "payload",
    throwOnNoIdempotencyKey: true,
    expiresAfterSeconds: REMEMBERED_FOR,
    hashFunction: "sha256",
  });
  const persistenceStore = new DynamoDBPersistenceLayer({ tableName, awsSdkV3Client: client });

  return async <Result>(call: IdempotentCall, context: Context, work: () => Promise<Result>): Promise<Result> => {
    // Powertools takes the call for the identity and the context for the deadline, by their position.
    const run = makeIdempotent(async (_call: IdempotentCall, _context: Context) => work(), {
      persistenceStore,
      config,
      keyPrefix: scope,
    });
    try {
      return await run(call, context);
    } catch (error) {
      if (error instanceof IdempotencyValidationError) throw idempotencyKeyReused();
      if (error instanceof IdempotencyAlreadyInProgressError) throw requestInProgress();
      if (error instanceof IdempotencyInconsistentStateError) throw requestInProgress();
      throw error;
    }
  };
}
