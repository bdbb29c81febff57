const ZERO = 48;
const NINE = 57;
const PLUS = 43;
const MINUS = 45;
const POINT = 46;
const COLON = 58;
const T = 84;
const Z = 90;

const MINUTE = 60_000;
const DAYS_IN_MONTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Shortest and longest: `2026-06-01T12:00Z`, `2026-06-01T12:00:00.123456789+02:00`. */
const MIN_LENGTH = 17;
const MAX_LENGTH = 35;

/**
 * Reads a time such as `2026-06-01T12:00:00Z` or `2026-06-01T14:00:00.250+02:00`. A record has several of them, and
 * Date.parse takes five times as long: longer than all rules that look at a time.
 *
 * @returns milliseconds since 1970, NaN for anything else: also for a day that its month has not
 */
export function readInstant(text: string): number {
  if (text.length < MIN_LENGTH || text.length > MAX_LENGTH || !hasSeparators(text)) return Number.NaN;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 2);
  const day = digits(text, 8, 2);
  const hour = digits(text, 11, 2);
  const minute = digits(text, 14, 2);
  let place = 16;
  let second = 0;
  let milliseconds = 0;
  if (text.charCodeAt(place) === COLON) {
    second = digits(text, place + 1, 2);
    place += 3;
    if (text.charCodeAt(place) === POINT) {
      const end = endOfDigits(text, place + 1);
      milliseconds = Math.trunc(Number(`0${text.slice(place, end)}`) * 1000);
      if (end === place + 1) return Number.NaN;
      place = end;
    }
  }
  const offset = readOffset(text, place);
  if (!isDay(year, month, day) || !(hour < 24 && minute < 60 && second < 60)) return Number.NaN;
  return Date.UTC(year, month - 1, day, hour, minute, second, milliseconds) - offset;
}

function hasSeparators(text: string): boolean {
  return (
    text.charCodeAt(4) === MINUS &&
    text.charCodeAt(7) === MINUS &&
    text.charCodeAt(10) === T &&
    text.charCodeAt(13) === COLON
  );
}

/** Milliseconds that the time is ahead of UTC; NaN for anything else that stands there. */
function readOffset(text: string, place: number): number {
  if (text.charCodeAt(place) === Z) return text.length === place + 1 ? 0 : Number.NaN;
  const sign = text.charCodeAt(place);
  if ((sign !== PLUS && sign !== MINUS) || text.length !== place + 6 || text.charCodeAt(place + 3) !== COLON)
    return Number.NaN;
  const hours = digits(text, place + 1, 2);
  const minutes = digits(text, place + 4, 2);
  if (!(hours < 24 && minutes < 60)) return Number.NaN;
  return (sign === PLUS ? 1 : -1) * (hours * 60 + minutes) * MINUTE;
}

/** February 29 is a day in leap years only. Date.UTC would read the years before 100 as those from 1900 on. */
function isDay(year: number, month: number, day: number): boolean {
  const days = DAYS_IN_MONTHS[month - 1] ?? 0;
  if (!(year >= 100 && day >= 1 && day <= days)) return false;
  return month !== 2 || day < 29 || (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0));
}

function digits(text: string, from: number, count: number): number {
  let value = 0;
  for (let place = from; place < from + count; place++) {
    const code = text.charCodeAt(place);
    if (!(code >= ZERO && code <= NINE)) return Number.NaN;
    value = value * 10 + code - ZERO;
  }
  return value;
}

function endOfDigits(text: string, from: number): number {
  let place = from;
  while (text.charCodeAt(place) >= ZERO && text.charCodeAt(place) <= NINE) place++;
  return place;
}
