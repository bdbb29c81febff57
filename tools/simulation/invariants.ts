import { isDeepStrictEqual } from "node:util";
import { decodeEntry } from "../../functions/flag-propagation/cache/cache-entry";
import { type FlagChange, flagChange } from "../../functions/flag-propagation/flag/flag-change";
import { ROLLBACK_USER } from "../../functions/flag-propagation/flag/rollback";
import { VERSION_PREFIX, verdictKey } from "../../functions/flag-propagation/flag/table-keys";
import type { Verdict } from "../../functions/flag-propagation/flag/verdict";
import { EVERY_SERVICE, shareOf } from "../../functions/flag-propagation/release/share";
import { versionOf } from "./cache";
import type { Message, Queue } from "./queue";
import type { System } from "./system";
import type { Item, StreamEntry } from "./table";

/** What a service needs of a flag; written here once more, so that a member that gets lost is found. */
export const PROPAGATED = ["state", "variants", "defaultVariant", "targeting", "metadata", "schedule", "dependencies"];

export const INVARIANTS = {
  rises: "no cache goes back in version",
  converges: "every valid flag reaches every service once the faults stop",
  validOnly: "no invalid flag reaches a cache or the topic",
  durable: "nothing is acknowledged that is not durable",
  gapless: "versions of a flag have no gaps and only rise",
  once: "a version is published once when no call fails",
  agrees: "what the API accepts, the validator finds valid",
} as const;

interface Disagreement {
  readonly flagId: string;
  readonly details: string;
}

/** Watches a history, and says where it breaks what must hold. */
export class Invariants {
  /** Writes that were made to break a rule. */
  private readonly invalid = new Set<Item>();
  /** Bodies of messages as what they say, since each is looked at in every queue. */
  private readonly changes = new Map<string, FlagChange | undefined>();
  /** Entries that a stray writer left, and nobody has written anew since. */
  private readonly strayed = new Set<string>();
  /** Of entries that a stray writer was at: the highest version that was ever there. */
  private readonly held = new Map<string, number>();
  /** By version: the share of the services that it was published to first. */
  private readonly firstShares = new Map<string, number>();
  /** Versions that were published to their first share more than once. */
  private readonly repeated = new Set<string>();
  /** Whether somebody wrote to the table without the API. */
  private rogue = false;

  constructor(private readonly system: System) {
    system.caches.onWrite((service, write, before) => this.cacheWritten(service, write, before));
    system.topic.onAccepted((change, share) => this.published(change, share));
  }

  /** Says that an item was put into the table without the API, and whether it breaks a rule for sure. */
  bypassed(item: Item, { invalid }: { readonly invalid: boolean }): void {
    this.rogue = true;
    if (invalid) this.invalid.add(item);
  }

  /** Says that a service's entry is about to be changed by somebody who is none of the functions. */
  damaged(service: string, flagId: string): void {
    const place = `${service} ${flagId}`;
    const there = versionOf(this.system.caches.get(service, flagId) ?? "");
    this.strayed.add(place);
    this.held.set(place, Math.max(there, this.held.get(place) ?? 0));
  }

  /** The stream's mapping will never deliver this record again. */
  streamPassed(entry: StreamEntry): void {
    const verdict = this.verdictOn(entry);
    const write = nameOf(entry.item);
    if (verdict === undefined) this.violate("durable", `the stream passed ${write}, which has no verdict`);
    else if (verdict.valid && !this.system.topic.accepted.some((change) => isAbout(change, entry.item))) {
      this.violate("durable", `the stream passed ${write}, which is valid and not in the topic`);
    }
  }

  /** A queue's mapping deletes this message. */
  messageAcknowledged(queue: Queue, { id, body }: Message): void {
    const change = this.changeIn(body);
    if (change === undefined) {
      const kept = this.system.deadLetters.some((letter) => letter.service === queue.name && letter.body === body);
      if (!kept) this.violate("durable", `${id} was deleted, is not readable and no dead letter`);
      return;
    }
    // What was there and was damaged since had arrived all the same.
    const there = Math.max(
      versionOf(this.system.caches.get(queue.name, change.flag_id) ?? ""),
      this.held.get(`${queue.name} ${change.flag_id}`) ?? 0,
    );
    if (there < change.version) {
      this.violate(
        "durable",
        `${id} was deleted, ${nameOf(change)} is not in the cache of ${queue.name}: v${there} is`,
      );
    }
  }

  /** The API answered that a version was written. */
  writeAnswered(flagId: string, version: number): void {
    const kept = this.system.table.query(flagId, VERSION_PREFIX).some((item) => item.version === version);
    const streamed = this.system.table.stream.some(({ item }) => item.flag_id === flagId && item.version === version);
    if (!kept || !streamed)
      this.violate("durable", `the API answered that ${flagId} v${version} was written, it was not`);
  }

  /** Nothing happens any more. */
  ended(): void {
    for (const entry of this.system.table.stream) {
      const verdict = this.verdictOn(entry);
      if (verdict === undefined) this.violate("converges", `${nameOf(entry.item)} never got a verdict`);
      else if (verdict.valid && this.invalid.has(entry.item)) {
        this.violate("validOnly", `${nameOf(entry.item)} breaks a rule and was found valid`);
      } else if (!verdict.valid && !this.rogue && !Object.hasOwn(entry.item, "dependencies")) {
        this.violate("agrees", `${nameOf(entry.item)} breaks ${verdict.broken.join(", ")}`);
      }
    }
    for (const change of this.system.topic.accepted) this.publishedVersionIsValid(change);
    for (const flagId of this.writtenFlags()) if (!this.rogue) this.versionsRise(flagId);
    for (const { details } of this.disagreements()) this.violate("converges", details);
    if (!this.system.world.faults.callsSucceed) return;
    for (const name of this.repeated) this.violate("once", `${name} was published again`);
  }

  /** Where a cache is not what the newest valid version says. */
  disagreements(): readonly Disagreement[] {
    return this.writtenFlags().flatMap((flagId) => this.disagreementsAbout(flagId));
  }

  private writtenFlags(): readonly string[] {
    return [...new Set(this.system.table.stream.map(({ item }) => item.flag_id))];
  }

  private cacheWritten(service: string, write: { flagId: string; version: number; value: string }, before = ""): void {
    const entry = decodeEntry(write.value);
    const place = `${service} ${write.flagId}`;
    // A late message may write an older version where a newer one was damaged: that is still the damage.
    if (write.version >= (this.held.get(place) ?? 0)) this.strayed.delete(place);
    const what = `${write.flagId} in the cache of ${service}`;
    if (entry === undefined || entry.version !== write.version || entry.flag_id !== write.flagId) {
      this.violate("validOnly", `${what} is not what it says to be: ${write.value.slice(0, 80)}`);
      return;
    }
    if (versionOf(before) > entry.version) {
      this.violate("rises", `${what} went from v${versionOf(before)} to v${entry.version}`);
    }
    const { queued_at, cached_at, ...change } = entry;
    if (!this.system.topic.accepted.some((accepted) => isSame(accepted, change))) {
      this.violate("validOnly", `${what} got v${entry.version} as it was never published`);
    }
  }

  private published(change: FlagChange, share: number): void {
    const name = nameOf(change);
    // The shares after it are released by whoever sees to it, which may be two at once.
    if (this.firstShares.get(name) === share) this.repeated.add(name);
    else if (!this.firstShares.has(name)) this.firstShares.set(name, share);
    const sources = this.sourcesOf(change);
    if (sources.length === 0) this.violate("validOnly", `${nameOf(change)} was published and never written like that`);
    else if (sources.every(({ item }) => this.invalid.has(item))) {
      this.violate("validOnly", `${nameOf(change)} breaks a rule and was published`);
    }
  }

  private publishedVersionIsValid(change: FlagChange): void {
    const verdicts = this.sourcesOf(change).map((entry) => this.verdictOn(entry));
    if (!verdicts.some((verdict) => verdict?.valid === true)) {
      this.violate("validOnly", `${nameOf(change)} was published, its verdict says invalid`);
    }
  }

  private disagreementsAbout(flagId: string): readonly Disagreement[] {
    const valid = this.system.table.stream.filter(
      (entry) => entry.item.flag_id === flagId && this.verdictOn(entry)?.valid === true,
    );
    const newest = Math.max(...valid.map(({ item }) => Number(item.version)));
    const wanted = valid.filter(({ item }) => item.version === newest);
    if (wanted.length === 0) return [];
    const isDeleted = wanted.some(({ item }) => item.deleted === true);
    const found: Disagreement[] = [];
    for (const { name } of this.system.queues) {
      // A sweep finds deleted flags in one service alone: what a stray writer leaves after the check of a deletion may stay.
      if (isDeleted && this.strayed.has(`${name} ${flagId}`)) continue;
      const entry = decodeEntry(this.system.caches.get(name, flagId) ?? "");
      // Where a release of a deletion was given up, a service that has no such flag is right.
      if (
        isDeleted &&
        entry === undefined &&
        wanted.some((write) => shareOf(this.verdictOn(write) ?? {}) < EVERY_SERVICE)
      ) {
        continue;
      }
      if (entry === undefined || entry.version !== newest || !wanted.some(({ item }) => saysTheSame(entry, item))) {
        const there = entry === undefined ? "nothing" : `v${entry.version}`;
        found.push({ flagId, details: `${name} has ${there} of ${flagId}, v${newest} is its newest valid version` });
      }
    }
    return found;
  }

  private versionsRise(flagId: string): void {
    const written = this.system.table.stream.filter(({ item }) => item.flag_id === flagId).map(({ item }) => item);
    const history = this.system.table.query(flagId, VERSION_PREFIX);
    for (const [versions, where] of [
      [written, "stream"],
      [history, "history"],
    ] as const) {
      const numbers = versions.map(({ version }) => Number(version));
      // A rollback outbids what it finds in the caches, and so may leave numbers out.
      const follows = (item: Item, before: number) =>
        item.user === ROLLBACK_USER ? Number(item.version) > before : item.version === before + 1;
      if (!versions.every((item, index) => follows(item, numbers[index - 1] ?? 0))) {
        this.violate("gapless", `${flagId} has the versions ${numbers.join(", ")} in its ${where}`);
      }
    }
  }

  /** Writes that a message may be about. */
  private sourcesOf(change: FlagChange): readonly StreamEntry[] {
    return this.system.table.stream.filter(({ item }) => isAbout(change, item));
  }

  private verdictOn({ item, sequenceNumber }: StreamEntry): Verdict | undefined {
    const key = verdictKey(Number(item.version), sequenceNumber);
    return this.system.table.get(item.flag_id, key) as Verdict | undefined;
  }

  private changeIn(body: string): FlagChange | undefined {
    if (!this.changes.has(body)) this.changes.set(body, readChange(body));
    return this.changes.get(body);
  }

  private violate(invariant: keyof typeof INVARIANTS, details: string): void {
    this.system.world.violate(INVARIANTS[invariant], details);
  }
}

/** Versions first: comparing all of two messages takes its time. */
function isSame(one: FlagChange, other: FlagChange): boolean {
  return one.flag_id === other.flag_id && one.version === other.version && isDeepStrictEqual(one, other);
}

/** Whether a message says what the table has. */
function isAbout(change: FlagChange, item: Item): boolean {
  const sameWrite =
    change.flag_id === item.flag_id && change.version === item.version && change.written_at === item.written_at;
  return sameWrite && saysTheSame(change, item);
}

/** Whether a service reads from a message what the table has. When that was written decides nothing. */
function saysTheSame(change: FlagChange, item: Item): boolean {
  if ("deleted" in change) return item.deleted === true;
  const members = PROPAGATED.filter((name) => Object.hasOwn(item, name)).map((name) => [name, item[name]]);
  return isDeepStrictEqual({ ...change.flag }, Object.fromEntries(members));
}

function readChange(body: string): FlagChange | undefined {
  try {
    const parsed = flagChange.safeParse(JSON.parse(body));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

function nameOf({ flag_id, version }: { readonly flag_id: string; readonly version?: unknown }): string {
  return `${flag_id} v${String(version)}`;
}
