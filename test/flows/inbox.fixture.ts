import { createId } from '../../server/src/kernel/ids.ts';
import type { TestServer } from '../harness/server.ts';

/** A notice for one person, as the planner would have written it. */
export interface Told {
  organizationId: string;
  userId: string;
  /** A type of notices; `custom` when absent. */
  type?: string;
  content: Record<string, unknown>;
  boardId?: string;
  itemId?: string;
  /** What became of the same message by other ways: channel, state and what decided. */
  ways?: readonly { channel: string; state: string; reason?: string; decided: object }[];
}

/** Lets an entry come into somebody's inbox, by the worker of the running program. */
export async function tell(server: TestServer, told: Told): Promise<string> {
  const { organizationId, userId, type = 'custom', content, boardId, itemId, ways = [] } = told;
  const messageId = createId();
  const subject = { ...(boardId && { boardId }), ...(itemId && { itemId }) };
  const inApp = {
    channel: 'inApp',
    state: 'queued',
    decided: { mode: 'on', decidedBy: { kind: 'default' } },
  };
  const deliveries = [inApp, ...ways].map((way) => ({ id: createId(), reason: null, ...way }));
  await server.database.query(
    `with message as (
       insert into messages (id, organization_id, category, template_key, payload, recipients, subject, actor, fanout_state)
       values ($1, $2, $3, $3, $4, '[]', $5, '{"kind":"system"}', 'done') returning id)
     insert into deliveries (id, organization_id, message_id, recipient_id, channel, address_hash, state, reason, decided,
       lane, fair_key, max_attempts, policy, final_at)
     select d.id, $2, message.id, $6, d.channel, '\\x00', d.state, d.reason, d.decided, 'normal', $2, 1, 'sameKey',
       case when d.state = 'queued' then null else now() end
     from message, jsonb_to_recordset($7::jsonb) as d (id uuid, channel text, state text, reason text, decided jsonb)`,
    [messageId, organizationId, type, content, subject, userId, JSON.stringify(deliveries)],
  );
  return messageId;
}

/** An inbox with notices of every kind, as a busy person has it. */
export async function seedInbox(
  server: TestServer,
  where: { organizationId: string; userId: string; boardId: string; itemId: string },
): Promise<void> {
  const { organizationId, userId, boardId, itemId } = where;
  const grace = { id: createId(), name: 'Grace Hopper' };
  const item = { id: itemId, title: 'Pack' };
  const board = { id: boardId, name: 'Launch' };
  const about = { organizationId, userId, boardId, itemId };
  const deed = { item, board, by: [grace] };
  await tell(server, { ...about, type: 'assigned', content: { ...deed, columnNames: ['Owner'] } });
  const text = 'Could you look at the list again? The blue boxes are missing on page two.';
  const excerpts = [{ by: grace, text, commentId: createId(), columnName: null }];
  const ways = [
    { channel: 'email', state: 'sent', decided: { mode: 'on', decidedBy: { kind: 'default' } } },
    { channel: 'push', state: 'suppressed', reason: 'noAddress', decided: {} },
  ];
  await tell(server, {
    ...about,
    type: 'mentioned',
    content: { ...deed, excerpts, count: 1 },
    ways,
  });
  const changes = [{ columnId: createId(), columnName: 'Status', from: 'Open', to: 'Done' }];
  await tell(server, { ...about, type: 'statusChanged', content: { ...deed, changes } });
  const due = [
    { id: itemId, title: 'Pack', dueOn: '2026-03-12', dueAt: null },
    { id: createId(), title: 'Ship', dueOn: '2026-03-13', dueAt: '14:00' },
  ];
  await tell(server, {
    organizationId,
    userId,
    boardId,
    type: 'overdue',
    content: { board, items: due, count: 2 },
  });
  await tell(server, {
    organizationId,
    userId,
    content: { title: 'Nightly backup', body: 'It took 12 minutes.', url: 'https://example.test' },
  });
  await waitForUnread(server, { organizationId, userId }, 5);
}

/** Waits until so many entries are unread, or more. */
export async function waitForUnread(
  server: TestServer,
  { organizationId, userId }: { organizationId: string; userId: string },
  count: number,
): Promise<void> {
  const until = Date.now() + 20_000;
  while (Date.now() < until) {
    const [row] = await server.database.query<{ count: number }>(
      `select count(*)::int as count from inbox_items
       where organization_id = $1 and user_id = $2 and read_at is null and archived_at is null`,
      [organizationId, userId],
    );
    if ((row?.count ?? 0) >= count) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the inbox has fewer than ${count} unread entries`);
}
