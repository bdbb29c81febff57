import type { CacheWrite } from "../../functions/flag-propagation/cache-updater/ports";
import { TransientFailure } from "./invocation";
import type { World } from "./world";

/** The caches of all services: what the script in Redis does, by its contract. */
export class Caches {
  private readonly hashes = new Map<string, Map<string, string>>();
  /** Redis does not answer before this time. Milliseconds since 1970. */
  private downUntil = 0;
  private readonly listeners: ((service: string, write: CacheWrite, before: string | undefined) => void)[] = [];

  constructor(private readonly world: World) {}

  get(service: string, flagId: string): string | undefined {
    return this.hashes.get(service)?.get(flagId);
  }

  entries(service: string): readonly (readonly [flagId: string, value: string])[] {
    return [...(this.hashes.get(service) ?? new Map<string, string>())];
  }

  /** Is told each value that is written, and what was there before. */
  onWrite(listener: (service: string, write: CacheWrite, before: string | undefined) => void): void {
    this.listeners.push(listener);
  }

  /** @throws TransientFailure while Redis is away. */
  write(service: string, writes: readonly CacheWrite[]): readonly boolean[] {
    this.reach();
    return writes.map((write) => {
      const before = this.get(service, write.flagId);
      const bound = write.resync ? write.version + 1 : write.version;
      const written = before === undefined || versionOf(before) < bound;
      if (written) this.set(service, write);
      return written;
    });
  }

  /** Writes without a comparison: what the script must never do. */
  overwrite(service: string, writes: readonly CacheWrite[]): readonly boolean[] {
    this.reach();
    for (const write of writes) this.set(service, write);
    return writes.map(() => true);
  }

  /** @throws TransientFailure while Redis is away. */
  read(flagId: string, services: readonly string[]): readonly (string | undefined)[] {
    this.reach();
    return services.map((service) => this.get(service, flagId));
  }

  /** Somebody who is none of the functions sets or removes a value, without anybody being told. */
  damage(service: string, flagId: string, value: string | undefined): void {
    if (value === undefined) this.hashes.get(service)?.delete(flagId);
    else this.hash(service).set(flagId, value);
  }

  /** Redis restarts: it keeps what it has, and answers nobody meanwhile. */
  restart(duration: number): void {
    this.downUntil = this.world.now + duration;
    this.world.say(() => `Redis restarts, back in ${duration} ms`);
  }

  private reach(): void {
    if (this.world.now < this.downUntil) throw new TransientFailure("Redis does not answer.");
  }

  private set(service: string, write: CacheWrite): void {
    const hash = this.hash(service);
    const before = hash.get(write.flagId);
    hash.set(write.flagId, write.value);
    for (const tell of this.listeners) tell(service, write, before);
  }

  private hash(service: string): Map<string, string> {
    const hash = this.hashes.get(service) ?? new Map<string, string>();
    this.hashes.set(service, hash);
    return hash;
  }
}

/** @returns the version that a value starts with, 0 for what is no entry */
export function versionOf(value: string): number {
  const digits = /^(\d+)\n/.exec(value)?.[1];
  return digits === undefined ? 0 : Number(digits);
}
