import type { LogWindow } from "./ports";

/** Windows that a scan is split into, at most two more for its ends. */
const MOST_WINDOWS = 10;

const MINUTE = 60;
const SIZES = [5 * MINUTE, 15 * MINUTE, 60 * MINUTE, 6 * 60 * MINUTE, 24 * 60 * MINUTE]; // seconds

/**
 * Splits a time into windows, newest first. They are cut at multiples of their size, so that another scan of about the
 * same time has windows in common with this one, and each ends on the second that the next starts on, so that none is
 * between two.
 *
 * @param from milliseconds since 1970
 * @param to milliseconds since 1970
 */
export function logWindows(from: number, to: number): readonly LogWindow[] {
  const first = Math.floor(from / 1_000);
  const last = Math.max(first + 1, Math.ceil(to / 1_000));
  const size =
    SIZES.find((seconds) => (last - first) / seconds <= MOST_WINDOWS) ?? Math.ceil((last - first) / MOST_WINDOWS);
  const windows: LogWindow[] = [];
  for (let start = first; start < last; ) {
    const end = Math.min(last, (Math.floor(start / size) + 1) * size);
    windows.unshift({ start, end });
    start = end;
  }
  return windows;
}
