import { insertLedgerRows } from './ledger-rows.fixture.ts';
import { createId } from '../../kernel/ids.ts';

type Query = (sql: string, values: readonly unknown[]) => Promise<unknown>;

/** Puts one row into every table about boards, without the features that would. */
export async function insertBoardRows(
  query: Query,
  { organizationId, userId }: { organizationId: string; userId: string },
): Promise<void> {
  const ids = Object.fromEntries(
    ['workspace', 'board', 'group', 'item', 'import'].map((name) => [name, createId()]),
  );
  const { workspace, board, group, item } = ids;
  const insert = (table: string, columns: Record<string, unknown>) => {
    const row = { organization_id: organizationId, ...columns };
    const names = Object.keys(row);
    const places = names.map((_name, index) => `$${index + 1}`);
    return query(
      `insert into ${table} (${names.join(', ')}) values (${places.join(', ')})`,
      Object.values(row),
    );
  };
  const at = new Date().toISOString();
  const onBoard = { board_id: board, id: createId() };
  const onItem = { board_id: board, item_id: item };
  await insert('workspaces', { id: workspace, name: 'Workspace' });
  const look = { prefix: 'ROWS', visibility: 'private', created_by: userId, created_at: at };
  await insert('boards', { id: board, workspace_id: workspace, name: 'Board', ...look });
  await insert('board_members', { board_id: board, user_id: userId, level: 'owner' });
  await insert('board_favourites', { board_id: board, user_id: userId, pos: 'a0' });
  await insert('board_visits', { board_id: board, user_id: userId, opened_at: at });
  await insert('sample_boards', { board_id: board });
  const made = { created_by: userId, created_at: at };
  await insert('board_links', { ...onBoard, token_hash: Buffer.from(createId()), ...made });
  const place = { pos: 'a0', created_at: at };
  const text = { type: 'text', settings: '{}', is_hidden: false };
  await insert('board_columns', { ...onBoard, name: 'Column', ...text, ...place });
  await insert('board_groups', { ...onBoard, id: group, name: 'Group', color: 'gray', ...place });
  const values = { field_values: '{}', field_versions: '{}', number: 1, updated_at: at };
  await insert('items', { ...onBoard, id: item, group_id: group, ...values, ...place });
  await insert('item_people', { ...onItem, person_id: userId });
  await insert('board_placeholders', { ...onBoard, name: 'Somebody' });
  const view = { name: 'View', kind: 'table', settings: '{}', pos: 'a0' };
  await insert('board_views', { ...onBoard, ...view });
  const sides = { proposed: '1', proposed_by: userId, standing: '2', opened_at: at, closes_at: at };
  await insert('field_conflicts', { ...onItem, id: createId(), field: 'title', ...sides });
  await insert('long_texts', { ...onItem, field: 'notes', state: Buffer.from('x') });
  const update = { field: 'notes', seq: 1, update: Buffer.from('x') };
  await insert('long_text_updates', { ...onItem, ...update });
  await insert('comments', { ...onItem, id: createId(), body: '{}', created_at: at });
  const file = { file_name: 'cards.csv', size_bytes: 1, actor: '{}' };
  await insert('imports', { id: ids['import'], board_id: board, ...file, ...made });
  await insert('import_chunks', { import_id: ids['import'], number: 0, bytes: Buffer.from('x') });
  const answer = { results: [{ id: item, organizationId }], seq: 1 };
  await query(
    `with client as (insert into live_clients (user_id, client_id, last_mid) values ($1, $2, 1))
     insert into live_answers (user_id, client_id, mid, answer) values ($1, $2, 1, $3)`,
    [userId, createId(), JSON.stringify(answer)],
  );
  const object = { source: 'csv', kind: 'item', key: 'row:1', object_id: item };
  await insert('import_objects', { board_id: board, ...object });
  await insertNoticeRows(insert, { userId, onItem });
  const url = 'https://example.com/hook';
  await insert('webhook_endpoints', { id: createId(), name: 'Hook', url, secrets_sealed: '' });
}

/** What notices keep of boards, and what they say. */
async function insertNoticeRows(
  insert: (table: string, columns: Record<string, unknown>) => Promise<unknown>,
  { userId, onItem }: { userId: string; onItem: Record<string, unknown> },
): Promise<void> {
  const reader = { ...onItem, user_id: userId };
  await insert('item_followers', reader);
  await insert('text_mentions', { ...reader, field: 'notes' });
  await insert('reminders_told', { ...reader, kind: 'overdue', due_on: '2026-01-01' });
  const said = { category: 'assigned', template_key: 'assigned', recipients: '[]', actor: '{}' };
  const message = createId();
  await insert('messages', { id: message, ...said });
  await insertInboxRows(insert, { userId, message });
  await insertLedgerRows(insert, { userId, message });
  const fold = { user_id: userId, fold_key: 'assigned', closes_at: new Date().toISOString() };
  await insert('notice_folds', { ...fold, message_id: message });
  const text = { key: 'shipped', version: 1, locale: 'en', channel: 'email', subject: '' };
  const made = { sample: '{}', checksum: '', created_by: userId };
  await insert('notification_templates', { ...text, source: 'Shipped', ...made });
}

/** What people choose, and what waits for them. */
async function insertInboxRows(
  insert: (table: string, columns: Record<string, unknown>) => Promise<unknown>,
  { userId, message }: { userId: string; message: string },
): Promise<void> {
  const person = { user_id: userId };
  await insert('notification_preferences', { ...person, scope: 'all', mode: 'off' });
  await insert('inbox_positions', { ...person, seq: 1 });
  const entry = { id: createId(), seq: 1, message_id: message, delivery_id: createId() };
  await insert('inbox_items', { ...person, ...entry, type: 'assigned', content: '{}' });
}
