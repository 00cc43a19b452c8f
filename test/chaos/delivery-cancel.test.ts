import { afterAll, expect, it } from 'vitest';
import { createTestDatabase } from '../harness/postgres.ts';
import { buildForTests } from './delivery-builds.ts';
import { runCancel } from './delivery-cancel.ts';
import { killLeftPrograms } from './program-process.ts';

afterAll(killLeftPrograms);

const DELIVERIES = 20_000;

it(
  'delivery D17: a message to ten thousand people is stopped halfway: nothing begins after the answer, and it counts the rows',
  { timeout: 180_000 },
  async () => {
    const database = await createTestDatabase();
    try {
      const report = await runCancel(await buildForTests(), database, DELIVERIES);
      const { answer, again, rows, begunAfter, mails, entries } = report;
      process.stdout.write(`delivery D17: ${JSON.stringify(report)}\n`);
      expect(begunAfter).toBe(0);
      expect(again).toEqual(answer);
      expect(answer.cancelled).toBeGreaterThan(0);
      expect(rows['cancelled']).toBe(answer.cancelled);
      const ended = (rows['sent'] ?? 0) + (rows['delivered'] ?? 0);
      expect(ended).toBe(answer.alreadySent + answer.inFlight);
      expect(mails + entries).toBe(ended);
      const all = Object.values(rows).reduce((sum, count) => sum + count, 0);
      // Whoever registered has not confirmed their address, and gets no mail.
      expect(rows['suppressed'] ?? 0).toBeLessThanOrEqual(1);
      expect(all).toBe(answer.cancelled + ended + (rows['suppressed'] ?? 0));
      if (!answer.isFanOutStopped) expect(all).toBe(DELIVERIES);
    } finally {
      await database.drop();
    }
  },
);
