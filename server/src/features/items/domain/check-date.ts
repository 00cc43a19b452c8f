import { accept, refuse } from './column.ts';
import type { Checked } from './column.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

/** A day, or a moment in UTC to the second; years 0001 to 9999. */
export function checkDate(value: unknown): Checked {
  if (value === null || value === undefined || value === '') return accept(null);
  if (typeof value === 'string' && (isDay(value) || isInstant(value))) return accept(value);
  return refuse(
    'Enter a day of the calendar such as 2026-02-28, or a moment such as 2026-02-28T09:30:00Z',
  );
}

/** A span of days, first and last included. */
export function checkTimeline(value: unknown): Checked {
  if (value === null || value === undefined) return accept(null);
  if (!isSpan(value))
    return refuse('Enter a start and an end as days of the calendar such as 2026-02-28');
  const { start, end } = value;
  return start <= end
    ? accept({ start, end })
    : refuse('Enter an end that is not before the start');
}

function isSpan(value: unknown): value is { start: string; end: string } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries = new Map<string, unknown>(Object.entries(value));
  return entries.size === 2 && isDay(entries.get('start')) && isDay(entries.get('end'));
}

function isDay(value: unknown): value is string {
  return typeof value === 'string' && DAY.test(value) && exists(`${value}T00:00:00`);
}

function isInstant(value: string): boolean {
  return INSTANT.test(value) && exists(value.slice(0, -1));
}

/** Date.parse rolls 30 February over into March: only a moment that comes back unchanged exists. */
function exists(moment: string): boolean {
  const date = new Date(`${moment}Z`);
  const isReal = !Number.isNaN(date.getTime()) && date.getUTCFullYear() >= 1;
  return isReal && date.toISOString() === `${moment}.000Z`;
}
