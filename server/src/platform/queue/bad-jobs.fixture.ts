import { z } from 'zod';
import { defineJob } from './job.ts';

/** A job that does no harm. */
export function goodJob(suffix: string) {
  return defineJob({
    name: `test.good.${suffix}`,
    queue: 'notification',
    payload: z.strictObject({ n: z.number() }),
  });
}

/** A job that fails in the way that it says. */
export function badJob(suffix: string) {
  return defineJob({
    name: `test.bad.${suffix}`,
    queue: 'notification',
    payload: z.strictObject({ how: z.enum(['throws', 'exits', 'spins']) }),
    backoffMs: 50,
  });
}
