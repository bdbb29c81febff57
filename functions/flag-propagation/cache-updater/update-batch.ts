import type { SQSBatchResponse } from "aws-lambda";
import { type CacheEntry, encodeEntry } from "../cache/cache-entry";
import type { UpdaterPorts } from "./ports";
import { readMessage } from "./read-message";

/** What is needed of a message in a service's queue. */
export interface QueueRecord {
  readonly messageId: string;
  /** A FlagChange as JSON, as the topic got it: the subscription delivers it raw. */
  readonly body: string;
  readonly attributes: { readonly SentTimestamp: string };
  readonly eventSourceARN: string;
}

/**
 * Writes the newest version of each flag in a batch to the cache of the service whose queue it is of, all in one round
 * trip. A message is acknowledged once what it says, or something newer, is in the cache, or once it is kept as a dead
 * letter.
 *
 * @returns the messages that have to be delivered again. Never throws.
 */
export async function updateBatch(records: readonly QueueRecord[], ports: UpdaterPorts): Promise<SQSBatchResponse> {
  const queues = new Set(records.map(({ eventSourceARN }) => eventSourceARN));
  const failures = await Promise.all(
    [...queues].map((queue) =>
      updateService(
        queue,
        records.filter(({ eventSourceARN }) => eventSourceARN === queue),
        ports,
      ),
    ),
  );
  return { batchItemFailures: failures.flat().map((itemIdentifier) => ({ itemIdentifier })) };
}

/** @returns the ids of the messages that have to be delivered again */
async function updateService(
  queueArn: string,
  records: readonly QueueRecord[],
  ports: UpdaterPorts,
): Promise<readonly string[]> {
  let service: string;
  try {
    service = ports.serviceOf(queueArn);
  } catch (error) {
    ports.log("error", "queue of no service, to be delivered again", { queue: queueArn, ...reasonOf(error) });
    return records.map(({ messageId }) => messageId);
  }
  const now = ports.now();
  const entries: CacheEntry[] = [];
  const changes: QueueRecord[] = [];
  const rejections: Promise<readonly string[]>[] = [];
  for (const record of records) {
    const reading = readMessage(record.body, ports.environment);
    if ("reason" in reading) {
      rejections.push(reject(record, reading.reason, service, ports));
    } else {
      changes.push(record);
      entries.push({ ...reading.change, queued_at: Number(record.attributes.SentTimestamp), cached_at: now });
    }
  }
  const [written, ...rejected] = await Promise.all([write(service, entries, ports), ...rejections]);
  return [...(written ? [] : changes.map(({ messageId }) => messageId)), ...rejected.flat()];
}

/** @returns whether the cache has all of the entries, or newer ones */
async function write(service: string, entries: readonly CacheEntry[], ports: UpdaterPorts): Promise<boolean> {
  const newest = newestOfEachFlag(entries);
  if (newest.length === 0) return true;
  // An entry is the same whichever message brought it.
  const writes = newest.map(({ resync, ...entry }) => ({
    flagId: entry.flag_id,
    version: entry.version,
    value: encodeEntry(entry),
    ...(resync && { resync }),
  }));
  let written: readonly boolean[];
  try {
    written = await ports.cache.write(service, writes);
  } catch (error) {
    ports.log("error", "cache not written, to be delivered again", {
      service_id: service,
      changes: entries.length,
      ...reasonOf(error),
    });
    return false;
  }
  const cached = newest.filter((_, index) => written[index]);
  const outdated = entries.length - cached.length;
  if (cached.length > 0) ports.count("FlagsCached", cached.length);
  if (outdated > 0) ports.count("FlagsOutdated", outdated);
  for (const { flag_id, version, written_at, cached_at, resync } of cached) {
    ports.log("info", "flag cached", {
      service_id: service,
      flag_id,
      version,
      age_ms: Math.max(0, cached_at - written_at),
      // Its age says nothing about how fast changes arrive.
      ...(resync && { resync }),
    });
  }
  return true;
}

/** Of two messages about the same version the first counts, since it arrived earlier; but one that mends counts most. */
function newestOfEachFlag(entries: readonly CacheEntry[]): readonly CacheEntry[] {
  const newest = new Map<string, CacheEntry>();
  for (const entry of entries) {
    const other = newest.get(entry.flag_id);
    const mends = entry.version === other?.version && entry.resync && !other.resync;
    if (other === undefined || entry.version > other.version || mends) newest.set(entry.flag_id, entry);
  }
  return [...newest.values()];
}

/** Keeps what can never be processed. @returns the message's id where it could not be kept */
async function reject(
  { messageId, body }: QueueRecord,
  reason: string,
  service: string,
  { deadLetters, count, log }: UpdaterPorts,
): Promise<readonly string[]> {
  try {
    await deadLetters.keep({ reason, service, body });
  } catch (error) {
    log("error", "message neither readable nor kept, to be delivered again", {
      service_id: service,
      message_id: messageId,
      rejected_for: reason,
      ...reasonOf(error),
    });
    return [messageId];
  }
  count("MessagesRejected", 1);
  log("warn", "message rejected", { service_id: service, message_id: messageId, reason });
  return [];
}

/** A RedisFailure's name says why, its message what to do. */
function reasonOf(error: unknown) {
  return error instanceof Error
    ? { reason: error.name, error: error.message }
    : { reason: "Error", error: String(error) };
}
