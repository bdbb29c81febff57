import type { FlagChange, PropagatedFlag } from "../flag/flag-change";

/** What a service needs of a flag, in the order of the message. */
const PROPAGATED = [
  "state",
  "variants",
  "defaultVariant",
  "targeting",
  "metadata",
  "schedule",
  "dependencies",
] as const satisfies readonly (keyof PropagatedFlag)[];

interface Times {
  readonly receivedAt: number;
  readonly validatedAt: number;
  readonly publishedAt: number;
}

/**
 * The message about a version that keeps all critical rules, and so has every member that is read here. Clocks of two
 * machines differ and one may be set back, but no hop of the message is ever before the one that led to it.
 */
export function changeOf(record: Readonly<Record<string, unknown>>, times: Times): FlagChange {
  const version = record as unknown as Pick<FlagChange, "flag_id" | "version" | "environment" | "written_at">;
  const received_at = Math.max(times.receivedAt, version.written_at);
  const validated_at = Math.max(times.validatedAt, received_at);
  const hops = {
    flag_id: version.flag_id,
    version: version.version,
    environment: version.environment,
    written_at: version.written_at,
    received_at,
    validated_at,
    published_at: Math.max(times.publishedAt, validated_at),
  };
  return record.deleted === true ? { ...hops, deleted: true } : { ...hops, flag: propagated(record) };
}

function propagated(record: Readonly<Record<string, unknown>>): PropagatedFlag {
  const members = PROPAGATED.filter((name) => Object.hasOwn(record, name)).map((name) => [name, record[name]]);
  return Object.fromEntries(members) as PropagatedFlag;
}
