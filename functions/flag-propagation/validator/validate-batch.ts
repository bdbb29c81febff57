import type { DynamoDBBatchResponse } from "aws-lambda";
import type { FlagChange } from "../flag/flag-change";
import type { Verdict } from "../flag/verdict";
import { EVERY_SERVICE, shareOf } from "../release/share";
import type { Subject } from "../rules/subject";
import { changeOf } from "./change-of";
import { advisories, broken, subjectOfWrite } from "./decide";
import { firstShare } from "./first-share";
import { dependencyIds, knownFlags } from "./known-flags";
import type { ValidatorPorts } from "./ports";
import type { StreamRecord } from "./stream-record";
import { readStreamRecord, type StreamWrite } from "./stream-write";

type FlagRecord = Readonly<Record<string, unknown>>;

/** A write, and what its decision depends on. */
interface Pending {
  readonly write: StreamWrite;
  /** The decision to publish it, where an earlier delivery took that. */
  readonly decision: Verdict | undefined;
  readonly known: ReadonlyMap<string, FlagRecord>;
}

/** A write that the critical rules decided. */
interface Decided {
  readonly write: StreamWrite;
  readonly subject: Subject;
  /** See Pending. */
  readonly decision: Verdict | undefined;
  /** Ids of the critical rules that it breaks. */
  readonly broken: readonly string[];
  /** The share of the services that it is published to, in percent. */
  readonly share: number;
  /** Milliseconds since 1970. */
  readonly validatedAt: number;
  /** What was published of it; absent for a write that breaks a rule. */
  readonly change?: FlagChange;
  /** When the topic had it: not before it was handed over, which the message itself says. Milliseconds since 1970. */
  readonly publishedAt?: number;
}

/** Writes that have to be delivered again, by their place in the stream. */
type Failures = Map<string, unknown>;

/**
 * Takes each write of a flag to its end: published to the topic and its verdict kept, or refused, announced and its
 * verdict kept. A write that is not wholly there is reported, and Lambda delivers everything from the first of these on
 * again: those that came to their end then have a verdict, and are skipped.
 *
 * A decision is the same each time that it is taken: it depends on the write and on the time of the write alone. Only
 * that of a flag with dependencies depends on more, which may be another the next time; there the decision is kept
 * before anything is published, and a repeat goes by it. Else caches could have a version whose verdict says invalid.
 *
 * The verdict comes last, so that a crash before it leads to one more publication, which caches know by its version,
 * and never to a publication that is missing. For the same reason a version is not held back when an earlier version
 * of its flag failed: caches only ever go up in version, so that the newer one may come first and the earlier one, when
 * it is delivered again, changes nothing.
 */
export async function validateBatch(
  records: readonly StreamRecord[],
  ports: ValidatorPorts,
): Promise<DynamoDBBatchResponse> {
  const receivedAt = ports.now();
  const failures: Failures = new Map();
  try {
    const writes = await withoutVerdict(readWrites(records, failures, ports), ports);
    const decided = decide(await withKnownFlags(writes, failures, ports), receivedAt, failures, ports);
    const settled = await keepDecisions(decided, failures, ports);
    const ended = await publish(settled, receivedAt, failures, ports);
    await Promise.all(ended.map((write) => conclude(write, failures, ports)));
  } catch (error) {
    // Nothing is known to be durable: the next delivery finds the verdicts of what is.
    for (const { dynamodb } of records) failures.set(dynamodb.SequenceNumber, error);
  }
  for (const [sequence_number, error] of failures) {
    ports.log("error", "flag not validated, to be delivered again", { sequence_number, error });
  }
  return { batchItemFailures: [...failures.keys()].map((itemIdentifier) => ({ itemIdentifier })) };
}

/** The writes among the records, each once. */
function readWrites(
  records: readonly StreamRecord[],
  failures: Failures,
  { log }: ValidatorPorts,
): readonly StreamWrite[] {
  const writes = new Map<string, StreamWrite>();
  for (const record of records) {
    const sequence_number = record.dynamodb.SequenceNumber;
    const reading = readStreamRecord(record);
    if (reading.kind === "write") writes.set(sequence_number, reading.write);
    else if (reading.kind === "unreadable") failures.set(sequence_number, new Error(reading.fault));
    else if (reading.kind === "other") log("debug", "record skipped, it is no current version", { sequence_number });
    else {
      log("warn", "flag removed from the table, caches keep its last version: delete flags through the API", {
        flag_id: reading.flagId,
        sequence_number,
      });
    }
  }
  return [...writes.values()];
}

/** Those that were not brought to their end by an earlier delivery. */
async function withoutVerdict(
  writes: readonly StreamWrite[],
  { verdicts, log }: ValidatorPorts,
): Promise<readonly Omit<Pending, "known">[]> {
  if (writes.length === 0) return [];
  const keys = writes.map(({ flagId, verdictRecord }) => ({ flag_id: flagId, record: verdictRecord }));
  const found = await verdicts.find(keys);
  const there = new Map(found.map((verdict) => [`${verdict.flag_id} ${verdict.record}`, verdict]));
  return writes.flatMap((write) => {
    const { flagId, verdictRecord, sequenceNumber } = write;
    const decision = there.get(`${flagId} ${verdictRecord}`);
    if (decision === undefined || !isEnd(decision)) return [{ write, decision }];
    log("debug", "flag skipped, its verdict is there", { flag_id: flagId, sequence_number: sequenceNumber });
    return [];
  });
}

function isEnd({ valid, published_at }: Verdict): boolean {
  return !valid || published_at !== undefined;
}

/** Only flags that depend on others are read for, and only they wait or fail when that cannot be done. */
async function withKnownFlags(
  writes: readonly Omit<Pending, "known">[],
  failures: Failures,
  { flags }: ValidatorPorts,
): Promise<readonly Pending[]> {
  const dependent = writes.map(({ write }) => write).filter(isDependent);
  const known = new Map<StreamWrite, ReadonlyMap<string, FlagRecord>>();
  if (dependent.length > 0) {
    try {
      const found = await knownFlags(
        dependent.map(({ record }) => record),
        flags,
      );
      for (const [index, write] of dependent.entries()) known.set(write, found[index] ?? new Map());
    } catch (error) {
      for (const { sequenceNumber } of dependent) failures.set(sequenceNumber, error);
    }
  }
  return writes
    .filter(({ write }) => !failures.has(write.sequenceNumber))
    .map((entry) => ({ ...entry, known: known.get(entry.write) ?? new Map() }));
}

function isDependent({ record }: StreamWrite): boolean {
  return dependencyIds(record).length > 0;
}

function decide(
  pending: readonly Pending[],
  receivedAt: number,
  failures: Failures,
  ports: ValidatorPorts,
): readonly Decided[] {
  return pending.flatMap(({ write, known, decision }): Decided[] => {
    try {
      const now = Math.max(ports.now(), receivedAt);
      const context = { environment: ports.environment, now: write.writtenAt ?? now, known };
      const subject = subjectOfWrite(write, context);
      if (decision !== undefined) return [{ write, subject, decision, broken: [], ...decidedBy(decision) }];
      const ids = broken(subject);
      if (ids.length === 0 && !write.complete) throw unrefused(write);
      const share = firstShare(subject, ports.waves);
      return [{ write, subject, decision, broken: ids, share, validatedAt: Math.max(ports.now(), now) }];
    } catch (error) {
      failures.set(write.sequenceNumber, error);
      return [];
    }
  });
}

/** What an earlier delivery decided, which a deployment since must not change. */
function decidedBy(decision: Verdict): Pick<Decided, "share" | "validatedAt"> {
  return { share: shareOf(decision), validatedAt: decision.validated_at };
}

/** Rules refuse what is not JSON. Were one of them lost, such a flag would still not be published without a part of it. */
function unrefused({ flagId, version }: StreamWrite): Error {
  return new Error(
    `Version ${version} of the flag '${flagId}' is not JSON alone, and no rule refused it. Write it anew without sets and binary values.`,
  );
}

/** Makes durable what a repeat could decide otherwise. @returns what is to be carried out */
async function keepDecisions(
  decided: readonly Decided[],
  failures: Failures,
  { verdicts }: ValidatorPorts,
): Promise<readonly Decided[]> {
  const settled = await Promise.all(
    decided.map(async (entry) => {
      const { write, decision, broken, share, validatedAt } = entry;
      if (!isDependent(write) || broken.length > 0 || decision !== undefined) return [entry];
      try {
        const standing = await verdicts.decide({
          flag_id: write.flagId,
          record: write.verdictRecord,
          version: write.version,
          valid: true,
          broken,
          advisories: [],
          validated_at: validatedAt,
          ...partly(share),
        });
        // Another delivery, at the same time, may have brought it to its end.
        return isEnd(standing) ? [] : [{ ...entry, ...decidedBy(standing) }];
      } catch (error) {
        failures.set(write.sequenceNumber, error);
        return [];
      }
    }),
  );
  return settled.flat();
}

/**
 * Publishes what keeps all critical rules, in the order of the stream and all at once.
 *
 * @returns those that may get their verdict: what was refused, and what is durable in the topic.
 */
async function publish(
  decided: readonly Decided[],
  receivedAt: number,
  failures: Failures,
  { changes, now }: ValidatorPorts,
): Promise<readonly Decided[]> {
  const refused = decided.filter((entry) => entry.broken.length > 0);
  const handedOverAt = now();
  const valid = decided
    .filter((entry) => entry.broken.length === 0)
    .map((entry) => ({
      ...entry,
      change: changeOf(entry.write.record, { receivedAt, validatedAt: entry.validatedAt, publishedAt: handedOverAt }),
    }));
  if (valid.length === 0) return refused;
  const outcomes = await outcomesOf(() => changes.publish(valid), valid.length);
  for (const [index, { write }] of valid.entries()) {
    const error = outcomes[index];
    if (error !== undefined) failures.set(write.sequenceNumber, error);
  }
  const answeredAt = now();
  const published = valid
    .filter(({ write }) => !failures.has(write.sequenceNumber))
    .map((entry) => ({ ...entry, publishedAt: Math.max(answeredAt, entry.change.published_at) }));
  return [...refused, ...published];
}

async function outcomesOf(
  publishing: () => Promise<readonly (Error | undefined)[]>,
  count: number,
): Promise<readonly unknown[]> {
  try {
    const outcomes = await publishing();
    if (outcomes.length !== count)
      throw new Error(`Expected ${count} outcomes of a publication, got ${outcomes.length}.`);
    return outcomes;
  } catch (error) {
    return Array.from({ length: count }, () => error);
  }
}

/** What may take its time: the advisory rules, and what is kept and told about the write. */
async function conclude(entry: Decided, failures: Failures, ports: ValidatorPorts): Promise<void> {
  const { write } = entry;
  try {
    const verdict = verdictOn(entry, ports);
    if (!verdict.valid) await ports.rejections.announce(verdict);
    await keep(verdict, entry, ports);
    report(verdict, ports);
  } catch (error) {
    failures.set(write.sequenceNumber, error);
  }
}

async function keep(verdict: Verdict, { write }: Decided, { verdicts }: ValidatorPorts): Promise<void> {
  if (verdict.valid || !isDependent(write)) return verdicts.keep(verdict);
  if (isEnd(await verdicts.decide(verdict))) return;
  throw new Error("Another delivery, at the same time, decided to publish it: that is to be carried out.");
}

function verdictOn(entry: Decided, ports: ValidatorPorts): Verdict {
  const { write, change, publishedAt, share } = entry;
  return {
    flag_id: write.flagId,
    record: write.verdictRecord,
    version: write.version,
    valid: change !== undefined,
    broken: entry.broken,
    advisories: advisoriesOn(entry, ports),
    validated_at: change?.validated_at ?? entry.validatedAt,
    ...(publishedAt !== undefined && { published_at: publishedAt, ...partly(share) }),
  };
}

/** A verdict tells the share of a release in waves alone. */
function partly(share: number): Pick<Verdict, "share"> {
  return share < EVERY_SERVICE ? { share } : {};
}

/** Advisory rules never hold a flag up, not even when one of them fails to decide. */
function advisoriesOn(entry: Decided, ports: ValidatorPorts): readonly string[] {
  try {
    return advisories(entry.subject);
  } catch (error) {
    ports.log("error", "advisory rules not decided", { flag_id: entry.write.flagId, error });
    return [];
  }
}

function report(verdict: Verdict, { count, log }: ValidatorPorts): void {
  const { flag_id, version, valid, broken, advisories } = verdict;
  if (advisories.length > 0) count("AdvisoriesBroken", advisories.length);
  if (valid) {
    count("FlagsPublished", 1);
    log("info", "flag published", { flag_id, version, advisories });
    return;
  }
  count("FlagsRejected", 1);
  log("warn", "flag rejected", { flag_id, version, broken, advisories });
}
