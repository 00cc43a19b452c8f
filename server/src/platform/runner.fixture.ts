import { defineEvent, defineOperation } from '@boardwire/contract/define';
import { z } from 'zod';
import { createTestDatabase, type TestDatabase } from '../../../test/harness/postgres.ts';
import type { Actor } from './actor.ts';
import type { Grant } from './authorize.ts';
import { createAccess, type Locator } from './access.ts';
import { createAccessEpochs } from './access-epochs.ts';
import { connectDatabase } from './database/database.ts';
import { createListener } from './database/listener.ts';
import { createId } from '../kernel/ids.ts';
import { createLog } from './log.ts';
import type { Operation } from './operation.ts';
import { createRunner, type Outcome } from './run-operation.ts';
import { createSealer } from './sealing.ts';

const id = z.uuid();

/** An event of the tests' own, on an organization. */
export const noted = defineEvent({
  type: 'test.noted',
  summary: 'A test wrote something down.',
  version: 1,
  aggregate: 'organization',
  room: 'none',
  payload: z.object({ organizationId: id, text: z.string() }),
});

/** An operation of the tests' own, on an organization. */
export const noteSpec = defineOperation({
  name: 'test.note',
  summary: 'Write something down.',
  method: 'POST',
  path: '/test/:organizationId/notes',
  access: {
    kind: 'permission',
    permission: 'organization:update',
    object: 'organization',
    id: 'organizationId',
  },
  input: z.strictObject({ organizationId: id, text: z.string().min(1) }),
  output: z.object({ text: z.string(), nonce: z.string() }),
});

/**
 * A runner on a real database with one organization, whose members are `admin` and `guest`. Without `followsEpochs` its
 * view of changed access stays stale.
 */
export async function openTestRunner({ poolSize = 8, followsEpochs = true } = {}) {
  const testDatabase = await createTestDatabase();
  const log = createLog('silent');
  const database = connectDatabase({ url: testDatabase.appUrl, poolSize, log });
  const listener = createListener(testDatabase.appUrl, log);
  const epochs = createAccessEpochs(database, listener, log);
  if (followsEpochs) await epochs.start();
  const people = await insertPeople(testDatabase);
  const run = createRunner({
    database,
    epochs,
    log,
    sealer: createSealer(Buffer.alloc(32, 'test key')),
    access: createAccess(
      { database, epochs },
      { organization: locateOrganization },
      loadTestGrants,
    ),
    isInstanceOwner: async () => false,
    onEvents: () => undefined,
  });
  return {
    ...people,
    testDatabase,
    database,
    listener,
    epochs,
    log,
    run: (
      operation: Operation,
      input: unknown,
      actor: Actor,
      idempotencyKey?: string,
    ): Promise<Outcome> =>
      run({
        operation,
        input,
        actor,
        request: {
          requestId: createId(),
          ipAddress: '127.0.0.1',
          userAgent: 'test',
          idempotencyKey,
        },
      }),
    async close() {
      epochs.stop();
      await listener.close();
      await database.close();
      await testDatabase.drop();
    },
  };
}

type Grants = Parameters<typeof createAccess>;

const locateOrganization: Locator = async (tx, organizationId) => {
  const rows = await tx.query('select 1 from organizations where id = $1', [organizationId]);
  return rows.length === 1 ? { organizationId } : null;
};

const loadTestGrants: Grants[2] = async (tx, userIds, organizationId) => {
  const rows = await tx.query<{ id: string; userId: string; roleId: string; key: string }>(
    `select m.id, m.user_id as "userId", m.role_id as "roleId", r.key
     from memberships as m join roles as r on r.id = m.role_id
     where m.user_id = any($1) and m.organization_id = $2 and m.state = 'active'`,
    [userIds, organizationId],
  );
  const grantOf = ({ id, roleId, key }: { id: string; roleId: string; key: string }): Grant => ({
    organizationId,
    membershipId: id,
    roleId,
    roleKey: key,
    permissions: new Set(
      key === 'admin' ? ['organization:read', 'organization:update'] : ['organization:read'],
    ),
    isDeletionScheduled: false,
    endsInMs: null,
  });
  return new Map(rows.map((row) => [row.userId, grantOf(row)]));
};

async function insertPeople({ query }: TestDatabase) {
  const organizationId = createId();
  await query('insert into organizations (id, name) values ($1, $2)', [organizationId, 'Acme']);
  const add = async (key: 'admin' | 'guest'): Promise<Actor & { kind: 'user' }> => {
    const [userId, roleId] = [createId(), createId()];
    await query(`insert into users (id, email, name, password_hash) values ($1, $2, $3, '')`, [
      userId,
      `${key}@example.test`,
      key,
    ]);
    await query('insert into roles (organization_id, id, key, name) values ($1, $2, $3, $3)', [
      organizationId,
      roleId,
      key,
    ]);
    await query(
      'insert into memberships (organization_id, id, user_id, role_id) values ($1, $2, $3, $4)',
      [organizationId, createId(), userId, roleId],
    );
    return { kind: 'user', userId, sessionId: createId() };
  };
  return { organizationId, admin: await add('admin'), guest: await add('guest') };
}
