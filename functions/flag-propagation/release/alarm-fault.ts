import type { WatchedAlarm } from "./ports";

/**
 * Why a release must not go on, in a sentence. What is not known to be well counts as not well; and one that was not OK
 * for a while, and is again, was not OK.
 *
 * @param since when the services got the version. Milliseconds since 1970.
 * @returns undefined where the alarm was OK all the while
 */
export async function alarmFault(alarm: WatchedAlarm, since: number): Promise<string | undefined> {
  const { name } = alarm;
  const found = await alarm.state();
  if (found === undefined) return `there is no metric alarm '${name}' in this account and Region`;
  if (found.state === "ALARM") return `the alarm '${name}' went off`;
  if (found.state === "INSUFFICIENT_DATA") return `the alarm '${name}' has no data`;
  if (found.since !== undefined && found.since > since) return `the alarm '${name}' was not OK for a while`;
  return undefined;
}
