import { createTestDatabase, type TestDatabase } from '../../../../test/harness/postgres.ts';
import { createId } from '../../kernel/ids.ts';
import { connectDatabase, type Database } from '../../platform/database/database.ts';
import { createLog } from '../../platform/log.ts';
import { createSealer } from '../../platform/sealing.ts';
import { boardAccess } from '../boards/index.ts';
import { loadGrants } from '../organizations/index.ts';
import type { InboxParts } from './deliver-inbox.ts';
import type { Owner } from './store/positions.ts';

/** An inbox as the tests see it. */
export interface SeenEntry {
  id: string;
  seq: number;
  type: string;
  content: Record<string, unknown>;
  messageId: string;
  state: string;
}

/** Inboxes on a database of their own, with the access rules of the program. */
export interface InboxBed extends InboxParts {
  test: TestDatabase;
  database: Database;
  /** Makes an organization with members; answers one owner of an inbox for each. */
  people(count: number): Promise<Owner[]>;
  /** Makes a private board that only these people see; answers its id. */
  board(organizationId: string, userIds: readonly string[]): Promise<string>;
  /** Plans an in-app delivery of a message of its own; answers the ids of both. */
  plan(owner: Owner, wanted?: Planned): Promise<{ messageId: string; deliveryId: string }>;
  /** All entries of an inbox in the order of their numbers. */
  entries(owner: Owner): Promise<SeenEntry[]>;
  /** The last number that was given in an inbox. */
  position(owner: Owner): Promise<number>;
  stateOf(deliveryId: string): Promise<{ state: string; reason: string | null } | undefined>;
  close(): Promise<void>;
}

/** What a planned delivery says, and when. */
export interface Planned {
  content?: Record<string, unknown>;
  itemId?: string;
  boardId?: string;
  runAt?: Date;
  expiresAt?: Date;
  hold?: string;
  lane?: string;
}

/** Opens the bed. */
export async function openInboxes(): Promise<InboxBed> {
  const test = await createTestDatabase();
  const log = createLog('silent');
  const database = connectDatabase({ url: test.appUrl, poolSize: 12, log });
  return {
    test,
    database,
    sealer: createSealer(Buffer.alloc(32, 5)),
    access: { loadGrants, loadBoard: boardAccess.loadBoard },
    people: (count) => addPeople(test, count),
    board: (organizationId, userIds) => addBoard(test, organizationId, userIds),
    plan: (owner, wanted = {}) => plan(test, owner, wanted),
    entries: ({ organizationId, userId }) =>
      test.query<SeenEntry>(
        `select i.id, i.seq::int as seq, i.type, i.content, i.message_id as "messageId", d.state
         from inbox_items as i join deliveries as d on d.id = i.delivery_id
         where i.organization_id = $1 and i.user_id = $2 order by i.seq`,
        [organizationId, userId],
      ),
    async position({ organizationId, userId }) {
      const [row] = await test.query<{ seq: number }>(
        'select seq::int as seq from inbox_positions where organization_id = $1 and user_id = $2',
        [organizationId, userId],
      );
      return row?.seq ?? 0;
    },
    async stateOf(deliveryId) {
      const rows = await test.query<{ state: string; reason: string | null }>(
        'select state, reason from deliveries where id = $1',
        [deliveryId],
      );
      return rows[0];
    },
    async close() {
      await database.close();
      await test.drop();
    },
  };
}

async function addPeople(test: TestDatabase, count: number): Promise<Owner[]> {
  const [organizationId, roleId] = [createId(), createId()];
  await test.query(`insert into organizations (id, name) values ($1, 'Quill')`, [organizationId]);
  await test.query(
    `insert into roles (organization_id, id, key, name) values ($1, $2, 'member', 'Member')`,
    [organizationId, roleId],
  );
  const rows = await test.query<{ userId: string }>(
    `with people as (
       insert into users (id, email, name, password_hash)
       select id, id || '@example.test', 'Ada', 'none' from (
         select gen_random_uuid() as id from generate_series(1, $3)) as made returning id)
     insert into memberships (organization_id, id, user_id, role_id)
     select $1, gen_random_uuid(), id, $2 from people returning user_id as "userId"`,
    [organizationId, roleId, count],
  );
  return rows.map(({ userId }) => ({ organizationId, userId }));
}

async function addBoard(test: TestDatabase, organizationId: string, userIds: readonly string[]) {
  const [boardId, workspaceId] = [createId(), createId()];
  await test.query('insert into workspaces (organization_id, id, name) values ($1, $2, $3)', [
    organizationId,
    workspaceId,
    workspaceId,
  ]);
  await test.query(
    `insert into boards (organization_id, id, workspace_id, name, prefix, visibility, created_by, created_at)
     values ($1, $2, $3, 'Plans', left($2::uuid::text, 13), 'private', $4, now())`,
    [organizationId, boardId, workspaceId, createId()],
  );
  await test.query(
    `insert into board_members (organization_id, board_id, user_id, level)
     select $1, $2, id, 'viewer' from unnest($3::uuid[]) as id`,
    [organizationId, boardId, userIds],
  );
  return boardId;
}

async function plan(test: TestDatabase, owner: Owner, wanted: Planned) {
  const [messageId, deliveryId] = [createId(), createId()];
  const { content = {}, itemId, boardId, runAt = null, expiresAt = null, hold = null } = wanted;
  const { lane = 'normal' } = wanted;
  await test.query(
    `with message as (
       insert into messages (id, organization_id, category, template_key, payload, recipients, subject, actor, fanout_state)
       values ($1, $2, 'assigned', 'assigned', $3, '[]', $4, '{"kind":"system"}', 'done') returning id)
     insert into deliveries (id, organization_id, message_id, recipient_id, channel, address_hash, lane, fair_key, run_at,
       expires_at, hold, max_attempts, policy)
     select $5, $2, id, $6, 'inApp', '\\x00', $10, $2, coalesce($7, now()), $8, $9, 1, 'sameKey' from message`,
    [
      messageId,
      owner.organizationId,
      content,
      { ...(itemId !== undefined && { itemId }), ...(boardId !== undefined && { boardId }) },
      deliveryId,
      owner.userId,
      runAt,
      expiresAt,
      hold,
      lane,
    ],
  );
  return { messageId, deliveryId };
}
