import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { content, openHttpBed, type HttpBed } from './over-http.fixture.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
let bed: HttpBed;
beforeAll(async () => {
  bed = await openHttpBed();
});
afterAll(() => bed.server.stop());
afterEach(() => void vi.useRealTimers());

interface Times {
  /** Seconds from its being asked for, by the database's clock. */
  startS: number;
  endS: number | null;
}

async function timesOf(jobId: string): Promise<Times | undefined> {
  const [row] = await bed.server.database.query<Times>(
    `select round(extract(epoch from scheduled_at - created_at))::int as "startS",
       round(extract(epoch from expires_at - created_at))::int as "endS" from messages where id = $1`,
    [jobId],
  );
  return row;
}

/** Lets the clock of the program be another than the database's. */
function setClock(aheadMs: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + aheadMs });
}

describe('delivery D5, fault F13: times of a message, where this node’s clock is wrong', () => {
  it.each([
    ['slow', -HOUR_MS],
    ['fast', HOUR_MS],
  ])(
    'a delay and a time to live count by the clock of the database: %s',
    async (_which, aheadMs) => {
      setClock(aheadMs);
      const later = await bed.send({ delayS: 600, timeToLiveS: 60 });
      const soon = await bed.send({ timeToLiveS: 30 });
      vi.useRealTimers();
      expect(await timesOf(later)).toEqual({ startS: 600, endS: 660 });
      expect(await timesOf(soon)).toEqual({ startS: 0, endS: 30 });
    },
  );

  it('a time is over, or not, by that clock', async () => {
    const body = { to: [{ email: 'ada@example.com' }], content };
    const inMinutes = (minutes: number) => new Date(Date.now() + minutes * MINUTE_MS).toISOString();
    const [ahead, over] = [inMinutes(30), inMinutes(-30)];
    setClock(HOUR_MS);
    const coming = await bed.call('POST', '/notifications', { ...body, scheduledAt: ahead });
    expect(coming.status).toBe(202);
    vi.useRealTimers();
    setClock(-HOUR_MS);
    const late = await bed.call('POST', '/notifications', { ...body, scheduledAt: over });
    expect(late.status).toBe(400);
  });
});
