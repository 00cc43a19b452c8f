import { createId } from '../../kernel/ids.ts';
import { createSealer } from '../../platform/sealing.ts';
import { boardAccess } from '../boards/index.ts';
import { loadGrants } from '../organizations/index.ts';
import type { FactsParts } from './facts.ts';
import { openLedger, type LedgerBed } from './ledger.fixture.ts';
import { notify, type NotificationRequest } from './notify.ts';

/** A delivery as tests look at it. */
export interface Row {
  id: string;
  recipientId: string | null;
  channel: string;
  state: string;
  hold: string | null;
  reason: string | null;
  decided: Record<string, unknown>;
  digestId: string | null;
}

/** A ledger with organizations, people and boards. */
export interface PlannerBed extends LedgerBed, FactsParts {
  /** Makes an organization with that many members; answers both. */
  organization(members: number): Promise<{ organizationId: string; userIds: string[] }>;
  /** Makes a private board that only these people see; answers its id. */
  board(organizationId: string, userIds: readonly string[]): Promise<string>;
  /** Asks for a message; answers its id. */
  notify(request: Partial<NotificationRequest>): Promise<string>;
  /** Deliveries of a message. */
  deliveries(messageId: string): Promise<Row[]>;
  prefer(
    organizationId: string,
    userId: string,
    rule: { scope?: string; scopeId?: string; category?: string; channel?: string; mode: string },
  ): Promise<void>;
}

/** Opens a ledger with the access rules of the program. */
export async function openPlanner(): Promise<PlannerBed> {
  const ledger = await openLedger();
  const sealer = createSealer(Buffer.alloc(32, 5));
  const { test, database } = ledger;
  return {
    ...ledger,
    sealer,
    access: { loadGrants, loadBoard: boardAccess.loadBoard },
    organization: (members) => makeOrganization(ledger, members),
    board: (organizationId, userIds) => makeBoard(ledger, organizationId, userIds),
    async notify(request) {
      const id = await database.write('all', (tx) =>
        notify(
          tx,
          {
            organizationId: null,
            category: 'custom',
            templateKey: 'custom',
            payload: { title: 'News', body: '' },
            recipients: [],
            actor: { kind: 'system' },
            ...request,
          },
          { sealer },
        ),
      );
      if (id === null) throw new Error('there is a message with this dedupe key');
      return id;
    },
    deliveries: (messageId) =>
      test.query<Row>(
        `select id, recipient_id as "recipientId", channel, state, hold, reason, decided, digest_id as "digestId"
         from deliveries where message_id = $1 order by channel, recipient_id`,
        [messageId],
      ),
    async prefer(organizationId, userId, { scope = 'all', scopeId, category, channel, mode }) {
      await test.query(
        `insert into notification_preferences (organization_id, user_id, scope, scope_id, category, channel, mode)
         values ($1, $2, $3, $4, $5, $6, $7)`,
        [organizationId, userId, scope, scopeId ?? null, category ?? null, channel ?? null, mode],
      );
    },
  };
}

async function makeOrganization({ test, organizations }: LedgerBed, members: number) {
  const [organizationId = ''] = await organizations(1);
  const roleId = createId();
  await test.query(
    `insert into roles (organization_id, id, key, name) values ($1, $2, 'member', 'Member')`,
    [organizationId, roleId],
  );
  const people = await test.query<{ id: string }>(
    `with made as (
       insert into users (id, email, name, password_hash, email_verified_at)
       select id, id || '@example.test', 'Ada', '', now() from (
         select gen_random_uuid() as id from generate_series(1, $3)) as drawn returning id),
     joined as (
       insert into memberships (organization_id, id, user_id, role_id)
       select $1, gen_random_uuid(), id, $2 from made)
     select id from made order by id`,
    [organizationId, roleId, members],
  );
  return { organizationId, userIds: people.map(({ id }) => id) };
}

async function makeBoard({ test }: LedgerBed, organizationId: string, userIds: readonly string[]) {
  const [boardId, workspaceId] = [createId(), createId()];
  await test.query(`insert into workspaces (organization_id, id, name) values ($1, $2, $3)`, [
    organizationId,
    workspaceId,
    createId(),
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
