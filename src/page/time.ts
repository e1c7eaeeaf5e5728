const clockFormat = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const preciseFormat = new Intl.DateTimeFormat(undefined, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});
const dayFormat = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const shortDayFormat = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

export const toClock = (at: number): string => clockFormat.format(at);
export const toPrecise = (at: number): string => preciseFormat.format(at);
export const toShortDay = (at: number): string => shortDayFormat.format(at);

/** `Today`, `Yesterday`, or the date. */
export function toDay(at: number, now: number): string {
  const days = Math.round((startOfDay(now) - startOfDay(at)) / (24 * hourMs));
  return ["Today", "Yesterday"][days] ?? dayFormat.format(at);
}

export const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

/** `23 h 59 min`, `4 min`. */
export function toLength(ms: number): string {
  const hours = Math.floor(ms / hourMs);
  const minutes = Math.floor((ms % hourMs) / minuteMs);
  if (hours > 0) return minutes > 0 ? `${hours} h ${minutes} min` : `${hours} h`;
  return minutes > 0 ? `${minutes} min` : "less than a minute";
}

/** `12 ms`, `1.4 s`. */
export const toDuration = (ms: number): string =>
  ms < 1000 ? `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
