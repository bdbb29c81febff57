import type { FlagSchedule } from "../flag/flag";

/** When a flag takes part in evaluation. Milliseconds since 1970, without bounds where none are given. */
export interface ActiveWindow {
  readonly from: number;
  /** The first millisecond that is outside again. */
  readonly until: number;
}

/** @throws Error for a time that cannot be read: to guess would switch a flag on or off unasked. */
export function activeWindow(schedule: FlagSchedule): ActiveWindow {
  return {
    from: instant("enable_at", schedule.enable_at) ?? Number.NEGATIVE_INFINITY,
    until: instant("disable_at", schedule.disable_at) ?? Number.POSITIVE_INFINITY,
  };
}

/** @param now milliseconds since 1970 */
export function isActive({ from, until }: ActiveWindow, now: number): boolean {
  return now >= from && now < until;
}

function instant(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const time = Date.parse(value);
  if (Number.isNaN(time)) throw new Error(`schedule.${name} is '${value}', which is no time in ISO 8601`);
  return time;
}
