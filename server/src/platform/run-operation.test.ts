import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createId } from '../kernel/ids.ts';
import { bumpEpochs } from './access-epochs.ts';
import { implement, type Operation } from './operation.ts';
import { conflict, KeptRefusal } from './refusal.ts';
import type { Outcome } from './run-operation.ts';
import { noted, noteSpec, openTestRunner } from './runner.fixture.ts';

let runner: Awaited<ReturnType<typeof openTestRunner>>;
beforeAll(async () => {
  runner = await openTestRunner();
});
afterAll(() => runner.close());

/** Renames the organization, emits and audits; `before` runs inside the transaction, ahead of the writes. */
function createNote(before: (text: string) => Promise<void> = async () => undefined): Operation {
  return implement(noteSpec, {
    async handle({ organizationId, text }, context) {
      await before(text);
      await context.tx.query('update organizations set name = $2 where id = $1', [
        organizationId,
        text,
      ]);
      context.emit(noted, organizationId, { organizationId, text });
      context.audit({ action: 'test.noted', chain: { organizationId } });
      return { text, nonce: createId() };
    },
  });
}

const input = (text: string) => ({ organizationId: runner.organizationId, text });
const eventsOf = (text: string) =>
  runner.testDatabase.query(`select 1 from events where data ->> 'text' = $1`, [text]);
const codeOf = (outcome: Outcome) => (outcome.ok ? 'ok' : outcome.refusal.code);
const reasonOf = (outcome: Outcome) => (outcome.ok ? undefined : outcome.refusal.details?.reason);

describe('runner: authorize, validate, save, emit', () => {
  it('stores rows, event and audit entry together', async () => {
    expect(codeOf(await runner.run(createNote(), input('together'), runner.admin))).toBe('ok');
    expect(await eventsOf('together')).toHaveLength(1);
    const audit = await runner.testDatabase.query(
      `select 1 from audit_entries where action = 'test.noted'`,
    );
    expect(audit).toHaveLength(1);
  });

  it('reliability R1: a refusal after the writes leaves nothing behind', async () => {
    const refuseLate = implement(noteSpec, {
      async handle({ organizationId, text }, context) {
        await context.tx.query('update organizations set name = $2 where id = $1', [
          organizationId,
          text,
        ]);
        context.emit(noted, organizationId, { organizationId, text });
        throw conflict('late', 'Too late');
      },
    });
    expect(codeOf(await runner.run(refuseLate, input('refused'), runner.admin))).toBe('CONFLICT');
    expect(await eventsOf('refused')).toHaveLength(0);
    const renamed = await runner.testDatabase.query(
      `select 1 from organizations where name = 'refused'`,
    );
    expect(renamed).toHaveLength(0);
  });

  it('security S27: a kept refusal commits its counters', async () => {
    const countAndRefuse = implement(noteSpec, {
      async handle({ organizationId, text }, context) {
        await context.tx.query('update organizations set name = $2 where id = $1', [
          organizationId,
          text,
        ]);
        throw new KeptRefusal('FORBIDDEN', 'No, and it counts');
      },
    });
    expect(codeOf(await runner.run(countAndRefuse, input('counted'), runner.admin))).toBe(
      'FORBIDDEN',
    );
    const renamed = await runner.testDatabase.query(
      `select 1 from organizations where name = 'counted'`,
    );
    expect(renamed).toHaveLength(1);
  });

  it('SPEC F1: authorization comes before validation', async () => {
    const bad = { organizationId: runner.organizationId, wrong: 1 };
    expect(codeOf(await runner.run(createNote(), bad, { kind: 'anonymous' }))).toBe('UNAUTHORIZED');
    expect(codeOf(await runner.run(createNote(), bad, runner.guest))).toBe('FORBIDDEN');
    const outcome = await runner.run(createNote(), bad, runner.admin);
    expect(codeOf(outcome)).toBe('VALIDATION_ERROR');
    expect(outcome.ok ? [] : outcome.refusal.details?.fields?.map(({ path }) => path)).toEqual([
      'text',
      'wrong',
    ]);
  });

  it('security S22: foreign and absent organizations answer alike', async () => {
    const stranger = { kind: 'user', userId: createId(), sessionId: createId() } as const;
    const foreign = await runner.run(createNote(), input('x'), stranger);
    const absent = await runner.run(
      createNote(),
      { organizationId: createId(), text: 'x' },
      stranger,
    );
    expect(codeOf(foreign)).toBe('NOT_FOUND');
    expect(foreign.ok || absent.ok ? null : absent.refusal.message).toBe(
      foreign.ok ? '' : foreign.refusal.message,
    );
  });

  it('answers INTERNAL_ERROR for an unexpected error, without its text', async () => {
    const broken = implement(noteSpec, {
      handle: async () => {
        throw new Error('secret detail');
      },
    });
    const outcome = await runner.run(broken, input('x'), runner.admin);
    expect(codeOf(outcome)).toBe('INTERNAL_ERROR');
    expect(outcome.ok ? '' : outcome.refusal.message).not.toContain('secret detail');
  });

  it('refuses an event on an aggregate that nobody locked, and a lock after a write', async () => {
    const unlocked = implement(noteSpec, {
      async handle({ text }, context) {
        const other = createId();
        context.emit(noted, other, { organizationId: other, text });
        return { text, nonce: '' };
      },
    });
    const late = implement(noteSpec, {
      async handle({ organizationId, text }, context) {
        await context.tx.query('update organizations set name = $2 where id = $1', [
          organizationId,
          text,
        ]);
        await context.lock(createId());
        return { text, nonce: '' };
      },
    });
    expect(codeOf(await runner.run(unlocked, input('unlocked'), runner.admin))).toBe(
      'INTERNAL_ERROR',
    );
    expect(codeOf(await runner.run(late, input('late'), runner.admin))).toBe('INTERNAL_ERROR');
  });

  it('security S14: a handler without its WHERE sees the rows of its organization alone', async () => {
    const otherId = createId();
    await runner.testDatabase.query('insert into organizations (id, name) values ($1, $2)', [
      otherId,
      'Other',
    ]);
    let seen: unknown[] = [];
    const careless = implement(noteSpec, {
      async handle({ text }, { tx }) {
        seen = await tx.query('select id from organizations');
        return { text, nonce: '' };
      },
    });
    await runner.run(careless, input('x'), runner.admin);
    expect(seen).toEqual([{ id: runner.organizationId }]);
  });
});

describe('runner: races', () => {
  it('retries a transaction that lost to a deadlock', async () => {
    let tries = 0;
    const flaky = createNote(async () => {
      tries += 1;
      if (tries < 3) throw Object.assign(new Error('deadlock detected'), { code: '40P01' });
    });
    expect(codeOf(await runner.run(flaky, input('third time'), runner.admin))).toBe('ok');
    expect(await eventsOf('third time')).toHaveLength(1);
  });

  it('security S25: a right that is lost while the call waits for the lock is refused in the transaction', async () => {
    let enter = () => {};
    const entered = new Promise<void>((resolve) => (enter = resolve));
    let leave = () => {};
    const left = new Promise<void>((resolve) => (leave = resolve));
    const slow = createNote(async () => {
      enter();
      await left;
    });
    const first = runner.run(slow, input('first'), runner.admin);
    await entered;
    // Authorized from memory, then held up by the lock of the first call.
    const second = runner.run(createNote(), input('second'), runner.admin);
    await waitForLockWaiter();
    await runner.testDatabase.query(
      `update memberships set state = 'suspended' where user_id = $1`,
      [runner.admin.userId],
    );
    leave();
    expect(codeOf(await first)).toBe('ok');
    expect(codeOf(await second)).toBe('NOT_FOUND');
    await runner.testDatabase.query(`update memberships set state = 'active' where user_id = $1`, [
      runner.admin.userId,
    ]);
    await runner.database.write('all', (tx) =>
      bumpEpochs(tx, [{ kind: 'user', subjectId: runner.admin.userId }]),
    );
    runner.epochs.apply([{ kind: 'user', subjectId: runner.admin.userId }]);
  });
});

describe('reliability R2: Idempotency-Key', () => {
  it('has its effect once and answers the same', async () => {
    const key = createId();
    const first = await runner.run(createNote(), input('once'), runner.admin, key);
    const second = await runner.run(createNote(), input('once'), runner.admin, key);
    expect(second).toEqual({ ...first, isRepeated: true });
    expect(await eventsOf('once')).toHaveLength(1);
  });

  it('refuses the key for another body', async () => {
    const key = createId();
    await runner.run(createNote(), input('mine'), runner.admin, key);
    expect(reasonOf(await runner.run(createNote(), input('other'), runner.admin, key))).toBe(
      'idempotency_key_reused',
    );
  });

  it('refuses the key while its request runs', async () => {
    const key = createId();
    let second: Outcome | undefined;
    const outer = createNote(async () => {
      second = await runner.run(createNote(), input('busy'), runner.admin, key);
    });
    expect(codeOf(await runner.run(outer, input('busy'), runner.admin, key))).toBe('ok');
    expect(second && reasonOf(second)).toBe('idempotency_key_in_use');
    expect(await eventsOf('busy')).toHaveLength(1);
  });

  it('is free again after a refusal', async () => {
    const key = createId();
    const refuse = createNote(async () => {
      throw conflict('not_yet', 'Not yet');
    });
    expect(codeOf(await runner.run(refuse, input('later'), runner.admin, key))).toBe('CONFLICT');
    expect(codeOf(await runner.run(createNote(), input('later'), runner.admin, key))).toBe('ok');
  });

  it('security S15: the stored answer is sealed', async () => {
    const key = createId();
    await runner.run(createNote(), input('sealed answer'), runner.admin, key);
    const [row] = await runner.testDatabase.query<{ answer: string }>(
      'select answer_sealed as answer from idempotency_keys where key = $1',
      [key],
    );
    expect(row?.answer).toMatch(/^v1\./);
    expect(Buffer.from(row?.answer.slice(3) ?? '', 'base64').toString('latin1')).not.toContain(
      'sealed answer',
    );
  });

  it('security S5: what is kept of the request cannot be searched through for a password', async () => {
    const key = createId();
    await runner.run(createNote(), input('a password'), runner.admin, key);
    const [row] = await runner.testDatabase.query<{ hash: Buffer }>(
      'select request_hash as hash from idempotency_keys where key = $1',
      [key],
    );
    const guess = createHash('sha256')
      .update(noteSpec.name)
      .update(JSON.stringify(input('a password')))
      .digest();
    expect(row?.hash.equals(guess)).toBe(false);
  });
});

async function waitForLockWaiter(): Promise<void> {
  for (;;) {
    const waiting = await runner.testDatabase.query(
      `select 1 from pg_locks as l join pg_stat_activity as a using (pid)
       where not l.granted and l.locktype = 'advisory' and a.datname = current_database()`,
    );
    if (waiting.length > 0) return;
  }
}
