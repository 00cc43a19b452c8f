import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../kernel/time.ts';
import { findDueSlot, findNextSlot, findTimesProblem, type ScheduleTimes } from './cron.ts';

const at = (text: string) => new Date(text);
const nightly: ScheduleTimes = { cron: '30 2 * * *', timeZone: 'Europe/Berlin', isOn: true };

/** Every slot that is seen by looks every quarter of an hour, each beginning at the slot before. */
function slotsSeen(times: ScheduleTimes, from: string, until: string): string[] {
  const slots: string[] = [];
  let last = at(from);
  for (let now = at(from).getTime(); now <= at(until).getTime(); now += 15 * MINUTE_MS) {
    const slot = findDueSlot(times, last, new Date(now));
    if (slot === null) continue;
    slots.push(slot.toISOString());
    last = slot;
  }
  return slots;
}

describe('fault F13: slots around a change of the clocks', () => {
  it('fault F13: a time that the clocks go through twice is one slot', () => {
    expect(slotsSeen(nightly, '2026-10-23T12:00:00Z', '2026-10-27T12:00:00Z')).toEqual([
      '2026-10-24T00:30:00.000Z',
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
      '2026-10-27T01:30:00.000Z',
    ]);
  });

  it('fault F13: a time that the clocks leave out runs all the same, once', () => {
    expect(slotsSeen(nightly, '2026-03-27T12:00:00Z', '2026-03-30T12:00:00Z')).toEqual([
      '2026-03-28T01:30:00.000Z',
      '2026-03-29T01:30:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ]);
  });
});

describe('SPEC D7: due slots', () => {
  it('SPEC D7: of those that were missed, the latest is found, however long ago the last one was', () => {
    const monthly = { cron: '0 6 1 * *', timeZone: 'UTC', isOn: true };
    const often = { cron: '*/5 * * * *', timeZone: 'UTC', isOn: true };
    const now = at('2026-11-21T12:03:00Z');
    expect(findDueSlot(monthly, at('2026-05-02T00:00:00Z'), now)).toEqual(
      at('2026-11-01T06:00:00Z'),
    );
    expect(findDueSlot(often, at('2020-01-01T00:00:00Z'), now)).toEqual(at('2026-11-21T12:00:00Z'));
    expect(findDueSlot(often, at('2026-11-21T12:00:00Z'), now)).toBeNull();
    expect(findDueSlot(often, new Date(now.getTime() + HOUR_MS), now)).toBeNull();
  });

  it('SPEC D7: a slot is due from its very moment on', () => {
    const slot = findNextSlot(nightly, at('2026-11-21T12:00:00Z'));
    const before = new Date(slot.getTime() - 1);
    expect(findDueSlot(nightly, at('2026-11-21T12:00:00Z'), before)).toBeNull();
    expect(findDueSlot(nightly, at('2026-11-21T12:00:00Z'), slot)).toEqual(slot);
  });

  it.each([
    ['0 2 * *', 'UTC', 'five fields'],
    ['* * * * * *', 'UTC', 'five fields'],
    ['61 * * * *', 'UTC', '61'],
    ['0 0 31 2 *', 'UTC', 'day of month'],
    ['0 2 * * *', 'Mars/Olympus', 'no time zone'],
  ])('SPEC D7: %s in %s is refused', (cron, timeZone, problem) => {
    expect(findTimesProblem({ cron, timeZone, isOn: true })).toContain(problem);
  });

  it('SPEC D7: names of days and months are times too', () => {
    expect(findTimesProblem({ cron: '0 3 * jan-mar sun', timeZone: 'UTC', isOn: true })).toBeNull();
  });
});
