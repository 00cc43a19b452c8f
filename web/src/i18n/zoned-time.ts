import { formatZone } from './format.ts';

/** The zone's clock at a moment, read as if it were UTC, in milliseconds since 1970. */
function clockMs(atMs: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(atMs);
  const read = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(
    read('year'),
    read('month') - 1,
    read('day'),
    read('hour'),
    read('minute'),
    read('second'),
  );
}

/** A moment as `datetime-local` shows it, by the person's clock: `2026-03-12T14:05`. */
export function toZoned(iso: string, timeZone: string = formatZone()): string {
  return new Date(clockMs(Date.parse(iso), timeZone)).toISOString().slice(0, 16);
}

/** The moment at which the person's clock shows `local`, as `2026-03-12T13:05:00Z`. */
export function fromZoned(local: string, timeZone: string = formatZone()): string {
  const wantedMs = Date.parse(`${local}Z`);
  let atMs = wantedMs;
  // Twice: the first guess may lie on the other side of a change of the clocks.
  for (let round = 0; round < 2; round += 1) atMs += wantedMs - clockMs(atMs, timeZone);
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
}
