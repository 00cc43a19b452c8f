/** A day as `2026-03-12`. */
export type Day = string;

const DAY_MS = 86_400_000;
const WEEK_DAYS = 7;

export const PERIODS = [
  'today',
  'yesterday',
  'tomorrow',
  'thisWeek',
  'lastWeek',
  'nextWeek',
  'thisMonth',
  'lastMonth',
  'nextMonth',
  'past',
  'future',
  'last7',
  'next7',
  'last30',
  'next30',
] as const;
export type Period = (typeof PERIODS)[number];

/** From and to which day, both included; an open end is an empty text. */
export interface DaySpan {
  from: Day;
  to: Day;
}

/** The day `count` days later. */
export function addDays(day: Day, count: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);
}

function weekOf(day: Day, weekStart: number): DaySpan {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  const from = addDays(day, -((weekday - weekStart + WEEK_DAYS) % WEEK_DAYS));
  return { from, to: addDays(from, WEEK_DAYS - 1) };
}

function monthOf(day: Day, offset: number): DaySpan {
  const [year = 0, month = 0] = day.split('-').map(Number);
  const at = (months: number, date: number) =>
    new Date(Date.UTC(year, month - 1 + months, date)).toISOString().slice(0, 10);
  // Day 0 of a month is the last one of the month before.
  return { from: at(offset, 1), to: at(offset + 1, 0) };
}

/** The days of a period around `today`; `weekStart` counts from Sunday, 0. */
export function spanOf(period: Period, today: Day, weekStart: number): DaySpan {
  switch (period) {
    case 'today':
      return { from: today, to: today };
    case 'yesterday':
      return { from: addDays(today, -1), to: addDays(today, -1) };
    case 'tomorrow':
      return { from: addDays(today, 1), to: addDays(today, 1) };
    case 'thisWeek':
      return weekOf(today, weekStart);
    case 'lastWeek':
      return weekOf(addDays(today, -WEEK_DAYS), weekStart);
    case 'nextWeek':
      return weekOf(addDays(today, WEEK_DAYS), weekStart);
    case 'thisMonth':
      return monthOf(today, 0);
    case 'lastMonth':
      return monthOf(today, -1);
    case 'nextMonth':
      return monthOf(today, 1);
    case 'past':
      return { from: '', to: addDays(today, -1) };
    case 'future':
      return { from: addDays(today, 1), to: '' };
    case 'last7':
      return { from: addDays(today, -6), to: today };
    case 'next7':
      return { from: today, to: addDays(today, 6) };
    case 'last30':
      return { from: addDays(today, -29), to: today };
    case 'next30':
      return { from: today, to: addDays(today, 29) };
  }
}
