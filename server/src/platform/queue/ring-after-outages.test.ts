import { pino } from 'pino';
import { expect, it } from 'vitest';
import { createRinger } from './ring-after-outages.ts';

it('fault F5: an engine that comes and goes is told anew at once, and once more after all that follow soon', async () => {
  const log = pino({ level: 'silent' });
  let rings = 0;
  const ringer = createRinger(async () => void (rings += 1), log, 1_000);
  for (let times = 0; times < 10; times += 1) ringer.ring();
  expect(rings).toBe(1);
  await expect.poll(() => rings, { interval: 5 }).toBe(2);
  ringer.ring();
  ringer.close();
  expect(rings).toBe(2);
});
