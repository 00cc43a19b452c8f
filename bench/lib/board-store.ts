import { Client } from 'pg';

/** Somebody with an account, as the server that registered them knows them. */
export interface BenchUser {
  userId: string;
  token: string;
}

/** A board made for a benchmark, with its first text column and all its items. */
export interface BenchBoard {
  boardId: string;
  textColumnId: string;
  itemIds: string[];
}

/** An organization with boards, of which all users are owners. */
export interface BenchStore {
  organizationId: string;
  boards: BenchBoard[];
}

const PASSWORD = 'violet ladder under a quiet harbour';

/** Registers people through the API of a running server. */
export async function registerUsers(url: string, count: number): Promise<BenchUser[]> {
  const users: BenchUser[] = [];
  for (let number = 0; number < count; number += 1) {
    const response = await fetch(`${url}/api/v1/auth/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        email: `bench-${number}@example.test`,
        name: `Bench ${number}`,
        password: PASSWORD,
      }),
    });
    const answer = (await response.json()) as {
      data: { accessToken: string; account: { id: string } };
    };
    if (!response.ok) throw new Error(JSON.stringify(answer));
    users.push({ userId: answer.data.account.id, token: answer.data.accessToken });
  }
  return users;
}

/** Makes an organization with boards of `itemsPerBoard` items × 12 columns; a store of that size grows by the call. */
export async function fillStore(
  adminUrl: string,
  users: readonly BenchUser[],
  { boards, itemsPerBoard }: { boards: number; itemsPerBoard: number },
): Promise<BenchStore> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const userIds = users.map(({ userId }) => userId);
    const { rows } = await client.query<{ id: string }>(FILL_ORGANIZATION, [userIds]);
    const organizationId = rows[0]?.id ?? '';
    await addBoards(client, { organizationId, userId: userIds[0] ?? '', boards, itemsPerBoard });
    await client.query('analyze items, boards, board_columns, events');
    const found = await client.query<BenchBoard>(
      `select b.id as "boardId",
         (select c.id from board_columns c where c.board_id = b.id and c.name = 'Text 1') as "textColumnId",
         array(select i.id from items i where i.organization_id = $1 and i.board_id = b.id order by i.number limit 5000) as "itemIds"
       from boards b where b.organization_id = $1 order by b.id`,
      [organizationId],
    );
    return { organizationId, boards: found.rows };
  } finally {
    await client.end();
  }
}

/** Boards to add to an organization, in the name of one of its people. */
export interface NewBoards {
  organizationId: string;
  userId: string;
  boards: number;
  itemsPerBoard: number;
}

/** Adds boards with their columns and items, by the constraints of every table; answers their ids. */
export async function addBoards(client: Client, wanted: NewBoards): Promise<string[]> {
  const { organizationId, userId, boards, itemsPerBoard } = wanted;
  const made = await client.query<{ id: string }>(FILL_BOARDS, [organizationId, boards, userId]);
  const ids = made.rows.map(({ id }) => id);
  await client.query(FILL_GROUPS, [ids]);
  await client.query(FILL_COLUMNS, [ids]);
  await client.query(FILL_ITEMS, [ids, itemsPerBoard, userId]);
  await client.query('update boards set next_item_number = $2 where id = any($1)', [
    ids,
    itemsPerBoard + 1,
  ]);
  return ids;
}

/** Adds items that nobody looks at, so that tables and indexes have their size. */
export async function growStore(
  adminUrl: string,
  users: readonly BenchUser[],
  items: number,
): Promise<void> {
  const ITEMS_PER_BOARD = 1_000;
  const boards = Math.ceil(items / ITEMS_PER_BOARD);
  await fillStore(adminUrl, users, { boards, itemsPerBoard: ITEMS_PER_BOARD });
}

const FILL_ORGANIZATION = `
  with made as (insert into organizations (id, name) values (gen_random_uuid(), 'Bench') returning id),
  role as (
    insert into roles (organization_id, id, key, name)
    select id, gen_random_uuid(), 'owner', 'Owner' from made returning organization_id, id),
  members as (
    insert into memberships (organization_id, id, user_id, role_id)
    select organization_id, gen_random_uuid(), unnest($1::uuid[]), id from role),
  space as (
    insert into workspaces (organization_id, id, name) select id, gen_random_uuid(), 'Bench' from made)
  select id from made`;

/** Numbered on from those that are there. */
const FILL_BOARDS = `
  insert into boards (organization_id, id, workspace_id, name, prefix, visibility, created_by, created_at)
  select w.organization_id, gen_random_uuid(), w.id, 'Board ' || n, 'B' || n, 'organization', $3, now()
  from workspaces w,
    lateral (select count(*)::int as count from boards b where b.organization_id = w.organization_id) as there,
    generate_series(there.count + 1, there.count + $2::int) as n
  where w.organization_id = $1 returning id`;

const FILL_GROUPS = `
  insert into board_groups (organization_id, board_id, id, name, color, pos, created_at)
  select organization_id, id, gen_random_uuid(), 'Group', 'blue', 'a0', now() from boards where id = any($1)`;

const FILL_COLUMNS = `
  insert into board_columns (organization_id, board_id, id, type, name, settings, pos, is_hidden, created_at)
  select b.organization_id, b.id, md5(b.id::text || n)::uuid, c.type, c.name,
    case c.type when 'status' then jsonb_build_object('options', (
      select jsonb_agg(jsonb_build_object('id', md5(b.id::text || n || o)::uuid, 'name', 'Option ' || o, 'color', 'blue'))
      from generate_series(1, 6) as o)) else '{}' end,
    'a' || chr(96 + n::int), false, now()
  from boards b, unnest(
    array['text', 'text', 'text', 'number', 'number', 'status', 'status', 'date', 'date', 'checkbox', 'email', 'phone'],
    array['Text 1', 'Text 2', 'Text 3', 'Number 1', 'Number 2', 'Status 1', 'Status 2', 'Date 1', 'Date 2', 'Check',
      'E-mail', 'Phone']) with ordinality as c (type, name, n)
  where b.id = any($1)`;

/** Every field has a value, and each its version. */
const FILL_ITEMS = `
  insert into items (organization_id, board_id, id, number, group_id, pos, field_values, field_versions, created_by,
    created_at, updated_by, updated_at)
  select b.organization_id, b.id, gen_random_uuid(), n, g.id, 'e' || lpad(n::text, 5, '0'),
    jsonb_build_object('title', 'Item ' || n || ' of the quarterly report',
      md5(b.id::text || 1)::uuid, 'The harbour team needs a second look at row ' || n,
      md5(b.id::text || 2)::uuid, 'Short note ' || n,
      md5(b.id::text || 3)::uuid, 'x' || n,
      md5(b.id::text || 4)::uuid, n,
      md5(b.id::text || 5)::uuid, n * 3.5,
      md5(b.id::text || 6)::uuid, md5(b.id::text || 6 || (1 + n % 6))::uuid,
      md5(b.id::text || 7)::uuid, md5(b.id::text || 7 || (1 + n % 6))::uuid,
      md5(b.id::text || 8)::uuid, '2026-0' || (1 + n % 9) || '-15',
      md5(b.id::text || 9)::uuid, '2026-0' || (1 + n % 9) || '-20',
      md5(b.id::text || 10)::uuid, n % 2 = 0,
      md5(b.id::text || 11)::uuid, 'p' || n || '@example.test',
      md5(b.id::text || 12)::uuid, '+49 30 ' || n),
    v.versions, $3, now(), $3, now()
  from boards b join board_groups g on g.board_id = b.id
  join lateral (
    select jsonb_object_agg(field, 0) as versions
    from (select 'title' as field union all select md5(b.id::text || c)::uuid::text from generate_series(1, 12) as c) as f
  ) as v on true
  cross join generate_series(1, $2::int) as n
  where b.id = any($1)`;
