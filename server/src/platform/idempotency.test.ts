import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createId } from '../kernel/ids.ts';
import { createHousekeeping } from './housekeeping.ts';
import { implement } from './operation.ts';
import { noteSpec, openTestRunner } from './runner.fixture.ts';

let runner: Awaited<ReturnType<typeof openTestRunner>>;
beforeAll(async () => {
  runner = await openTestRunner();
});
afterAll(() => runner.close());

const short = implement(noteSpec, { handle: async ({ text }) => ({ text, nonce: createId() }) });
const long = { ...short, spec: { ...noteSpec, keepsAnswersDays: 30 } };

describe('reliability R2: answers to an Idempotency-Key', () => {
  it('are kept for a day, or as long as the operation says', async () => {
    const keys = { short: createId(), long: createId() };
    const input = { organizationId: runner.organizationId, text: 'kept' };
    await runner.run(short, input, runner.admin, keys.short);
    await runner.run(long, input, runner.admin, keys.long);
    const { database, testDatabase } = runner;
    const forget = createHousekeeping(database).find(({ name }) => name === 'idempotency.forget');
    const leftAfter = async (hours: number) => {
      await testDatabase.query(
        'update idempotency_keys set kept_until = kept_until - make_interval(hours => $1)',
        [hours],
      );
      await forget?.run(new AbortController().signal);
      const rows = await testDatabase.query<{ key: string }>('select key from idempotency_keys');
      return new Set(rows.map(({ key }) => key));
    };
    expect(await leftAfter(23)).toEqual(new Set([keys.short, keys.long]));
    expect(await leftAfter(1)).toEqual(new Set([keys.long]));
    expect(await leftAfter(29 * 24 - 1)).toEqual(new Set([keys.long]));
    expect(await leftAfter(1)).toEqual(new Set());
  });
});
