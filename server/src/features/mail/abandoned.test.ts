import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../../test/harness/postgres.ts';
import { createId } from '../../kernel/ids.ts';
import { connectDatabase, type Database } from '../../platform/database/database.ts';
import { createLog } from '../../platform/log.ts';
import type { MailOutcome, MailTransport } from '../../platform/mail/mail-transport.ts';
import { createSealer } from '../../platform/sealing.ts';
import { deliverDue, sealPlace, type DeliveryParts } from './deliver.ts';
import { createMailFeature } from './index.ts';
import { insertMail } from './store.ts';

let test: TestDatabase;
let database: Database;
beforeAll(async () => {
  test = await createTestDatabase();
  database = connectDatabase({ url: test.appUrl, poolSize: 4, log: createLog('silent') });
});
afterAll(async () => {
  await database.close();
  await test.drop();
});

const sealer = createSealer(randomBytes(32));
const lines: Record<string, unknown>[] = [];
const write = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>);
const log = createLog('info', { write });

function partsWith(send: MailTransport['send']): DeliveryParts & { ring(): Promise<void> } {
  const transport: MailTransport = {
    kind: 'smtp',
    send,
    check: async () => undefined,
    close: async () => undefined,
  };
  const ring = async () => undefined;
  return { database, sealer, log, transport, ring, from: 'boards@example.test' };
}

async function addMail(): Promise<string> {
  const id = createId();
  const params = { name: 'Ada', link: 'https://boards.example.test/' };
  await database.write('all', (tx) =>
    insertMail(tx, {
      id,
      organizationId: null,
      template: 'verifyEmail',
      recipient: 'ada@example.test',
      paramsSealed: sealer.seal(JSON.stringify(params), sealPlace(id)),
      locale: 'en',
    }),
  );
  return id;
}

/** One try of a sender that is killed before it hears what became of the mail; answers whether there was one. */
async function tryAndDie(): Promise<boolean> {
  let hasSent = false;
  const dying = partsWith(() => {
    hasSent = true;
    return new Promise<MailOutcome>(() => undefined);
  });
  let isDone = false;
  void deliverDue(dying).then(() => (isDone = true));
  await vi.waitFor(() => expect(hasSent || isDone).toBe(true), { timeout: 15_000 });
  // Time is the database's: the lease of the dead sender runs out.
  await test.query(
    `update mails set lease_until = now() - interval '1 second' where state = 'sending'`,
  );
  return hasSent;
}

const readGauge = async (name: string) => {
  const { gauges = [] } = createMailFeature(partsWith(async () => ({ status: 'sent' })));
  return (await gauges.find((gauge) => gauge.name === name)?.read())?.[0]?.value;
};

describe('fault F12: a mail that takes its sender down', () => {
  it('ends as failed after the tries that every mail has, for all to see', async () => {
    const id = await addMail();
    await test.query(`update mails set error = 'cut off' where id = $1`, [id]);
    let tries = 0;
    while (tries < 40 && (await tryAndDie())) tries += 1;
    expect(tries).toBe(16);
    const [row] = await test.query(
      `select state, attempts, error, params_sealed as sealed, lease_until as lease, final_at is not null as "isFinal"
       from mails where id = $1`,
      [id],
    );
    expect(row).toEqual({
      state: 'failed',
      attempts: 16,
      error: 'the sender died at the last try; before: cut off',
      sealed: '',
      lease: null,
      isFinal: true,
    });
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 'error', msg: 'a mail was given up', mailId: id }),
    );
    expect(await readGauge('boardwire_mails_failed')).toBe(1);
    expect(await readGauge('boardwire_mails_waiting')).toBe(0);
  });

  it('holds back no other mail, and one that its last sender still holds is left alone', async () => {
    const held = await addMail();
    await test.query(
      `update mails set state = 'sending', attempts = 16, lease_until = now() + interval '1 minute' where id = $1`,
      [held],
    );
    const good = await addMail();
    expect(await deliverDue(partsWith(async () => ({ status: 'sent' })))).toBe(1);
    const states = await test.query<{ id: string; state: string }>(
      'select id, state from mails where id = any($1)',
      [[held, good]],
    );
    expect(Object.fromEntries(states.map(({ id, state }) => [id, state]))).toEqual({
      [held]: 'sending',
      [good]: 'sent',
    });
  });
});
