import { describe, expect, it } from 'vitest';
import { Refusal } from '../../platform/refusal.ts';
import { createRunMutation } from './run-mutation.ts';

const actor = {
  kind: 'user',
  userId: crypto.randomUUID(),
  sessionId: crypto.randomUUID(),
} as const;
const message = { mid: 1, board: crypto.randomUUID(), epoch: 1, calls: [{ op: 'x', input: {} }] };
const request = { requestId: 'request-1', ipAddress: '', userAgent: '' };

/** Runs a mutation whose board cannot be found for this reason; answers what came back and what was logged. */
async function runWithout(reason: Error) {
  const logged: unknown[] = [];
  const runMutation = createRunMutation({
    operations: new Map(),
    access: { locate: () => Promise.reject(reason) } as never,
    submit: () => Promise.reject(new Error('nothing is submitted')),
    log: { error: (fields: unknown) => void logged.push(fields) } as never,
  });
  return { answer: await runMutation(actor, crypto.randomUUID(), message, request), logged };
}

describe('reliability R19: a live mutation that cannot run now', () => {
  it('live L16: comes again, and what is wrong with the program stands in its log', async () => {
    const err = new Error('a mistake');
    const { answer, logged } = await runWithout(err);
    expect(answer).toMatchObject({ t: 'retry', mid: 1, reason: 'unavailable' });
    expect(logged).toEqual([{ err, operation: 'x', requestId: 'request-1' }]);
  });

  it('live L16: comes again without a line each while the database is away', async () => {
    const { answer, logged } = await runWithout(new Refusal('SERVICE_UNAVAILABLE', 'away'));
    expect(answer).toMatchObject({ t: 'retry', mid: 1, reason: 'unavailable' });
    expect(logged).toEqual([]);
  });
});
