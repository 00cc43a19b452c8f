import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { createId } from '../../kernel/ids.ts';
import { loadConfig } from '../../platform/config/config.ts';
import { describeBadJobs } from '../../platform/queue/queue-bad-jobs.fixture.ts';
import { openPostgres, type EnginePlace } from '../../platform/queue/test-queue.fixture.ts';
import { createSealer } from '../../platform/sealing.ts';
import { notify } from '../delivery/index.ts';
import { alertDeadJobs } from './alert-dead-jobs.ts';

/** The owner of the instance is told once, of all of them. */
async function checkAlert({ connected, database }: EnginePlace): Promise<void> {
  await database.query(
    `insert into users (id, email, name, password_hash, is_instance_owner, locale)
     values ($1, 'owner@example.com', 'Olga', 'x', true, 'de')`,
    [createId()],
  );
  const parts = {
    config: loadConfig({}),
    database: connected,
    sealer: createSealer(randomBytes(32)),
    notify,
  };
  const told = await Promise.all([alertDeadJobs(parts), alertDeadJobs(parts)]);
  expect(told.toSorted()).toEqual([0, 10]);
  expect(await alertDeadJobs(parts)).toBe(0);
  const messages = await database.query<{ payload: { title: string; url: string } }>(
    `select payload from messages where category = 'operation' and template_key = 'custom'`,
  );
  expect(messages.map(({ payload }) => payload.title)).toEqual([
    'Aufgegebene Hintergrundaufgaben: 10',
  ]);
}

describeBadJobs('Postgres', openPostgres, checkAlert);
