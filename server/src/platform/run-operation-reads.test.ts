import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defineOperation } from '@boardwire/contract/define';
import { implement } from './operation.ts';
import { noteSpec, openTestRunner } from './runner.fixture.ts';
import { z } from 'zod';

let runner: Awaited<ReturnType<typeof openTestRunner>>;
beforeAll(async () => {
  runner = await openTestRunner({ poolSize: 2, followsEpochs: false });
});
afterAll(() => runner.close());

const readSpec = defineOperation({
  ...noteSpec,
  name: 'test.read',
  method: 'GET',
  path: '/test/:organizationId',
  input: z.strictObject({ organizationId: z.uuid() }),
  output: z.object({ name: z.string() }),
});
const read = implement(readSpec, {
  async handle({ organizationId }, { tx }) {
    const [row] = await tx.query<{ name: string }>('select name from organizations where id = $1', [
      organizationId,
    ]);
    return { name: row?.name ?? '' };
  },
});

describe('runner: reads while the view of changed access is stale', () => {
  it('fault F24: never hold one connection while they wait for another', async () => {
    const { organizationId, admin } = runner;
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => runner.run(read, { organizationId }, admin)),
    );
    expect(outcomes.filter(({ ok }) => !ok)).toEqual([]);
  });
});

describe('runner: reads that ask the database nothing', () => {
  const idle = implement(
    defineOperation({
      ...readSpec,
      name: 'test.idle',
      path: '/test/idle',
      access: { kind: 'user' },
      input: z.strictObject({}),
    }),
    { handle: async () => ({ name: 'known' }) },
  );

  it('fault F24: are answered while all connections are taken', async () => {
    const { admin, run, database } = runner;
    let release: (() => void) | undefined;
    const isReleased = new Promise<void>((resolve) => (release = resolve));
    const holding = Array.from({ length: 2 }, () => database.read('all', () => isReleased));
    try {
      expect(await run(idle, {}, admin)).toMatchObject({ ok: true, data: { name: 'known' } });
    } finally {
      release?.();
      await Promise.all(holding);
    }
  });
});

describe('runner: work that is done before the transaction', () => {
  const operation = {
    ...implement(noteSpec, {
      prepare: async ({ text }) => ({ text, nonce: crypto.randomUUID() }),
      handle: async (_input, _context, prepared) => prepared,
    }),
    isDonePrepared: true,
  };

  it('live L14: holds no connection for an empty one', async () => {
    const { organizationId, admin, run, database } = runner;
    const input = { organizationId, text: 'a' };
    let release: (() => void) | undefined;
    const isReleased = new Promise<void>((resolve) => (release = resolve));
    const holding = Array.from({ length: 4 }, () => database.write('all', () => isReleased));
    try {
      expect(await run(operation, input, admin)).toMatchObject({ ok: true, data: { text: 'a' } });
    } finally {
      release?.();
      await Promise.all(holding);
    }
  });

  it('reliability R2: keeps its answer under an Idempotency-Key', async () => {
    const { organizationId, admin, run } = runner;
    const input = { organizationId, text: 'b' };
    const first = await run(operation, input, admin, 'key-1');
    expect(await run(operation, input, admin, 'key-1')).toEqual({ ...first, isRepeated: true });
  });
});
