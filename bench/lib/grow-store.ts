import { Client } from 'pg';
import { addBoards } from './board-store.ts';

/** Who and what the rows belong to. */
export interface Growth {
  organizationId: string;
  userIds: string[];
  /** To add. */
  items: number;
}

const ITEMS_PER_BOARD = 1_000;
/** Below what a board keeps of its log: nothing is trimmed while others measure. */
const EVENTS_PER_ITEM = 10;
/** Of one transaction: readers of the log wait for the oldest. */
const BOARDS_A_SLICE = 50;
/** Of the log, by which boards, organizations and single things are read. */
const PUT_BACK = ['events_aggregate', 'events_board', 'events_organization'];
const ITEMS_A_COMMENT = 10;
const ITEMS_A_MESSAGE = 2;
const ITEMS_AN_ENTRY = 20;

/**
 * Adds what an organization gathers in months: boards, items, ten events each in the months that they happened in, and
 * comments, messages that were sent, and entries of inboxes beside them. Row by row by the constraints of every table.
 * The readers of the log begin behind these events: they are history.
 */
export async function growOrganization(
  adminUrl: string,
  growth: Growth,
  report: (line: string) => void,
): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  const startedAtMs = performance.now();
  try {
    await client.query(MAKE_MONTHS);
    const putBack = await dropIndexes(client);
    const boards = Math.ceil(growth.items / ITEMS_PER_BOARD);
    for (let done = 0; done < boards; done += BOARDS_A_SLICE) {
      const count = Math.min(BOARDS_A_SLICE, boards - done);
      const itemsPerBoard = Math.min(ITEMS_PER_BOARD, growth.items);
      await addSlice(client, growth, { boards: count, itemsPerBoard });
    }
    await putBack();
    await client.query(
      'vacuum (analyze) items, boards, board_columns, board_groups, comments, events, messages, deliveries, delivery_attempts, inbox_items',
    );
    // What was written here is on the disk before anything is measured.
    await client.query('checkpoint');
    const seconds = ((performance.now() - startedAtMs) / 1_000).toFixed(0);
    const { rows } = await client.query<{ size: string }>(
      'select pg_size_pretty(pg_database_size(current_database())) as size',
    );
    const events = growth.items * EVENTS_PER_ITEM;
    report(
      `${growth.items.toLocaleString('en')} items and ${events.toLocaleString('en')} events made in ${seconds} s; the database has ${rows[0]?.size}`,
    );
  } finally {
    await client.end();
  }
}

/**
 * Takes away the indexes that nobody reads meanwhile: made anew from whole tables they take a fraction of the time. That of
 * the readers of the log stays, for they go on. Answers what puts them back as they were.
 */
async function dropIndexes(client: Client): Promise<() => Promise<void>> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select c.relname as name, pg_get_indexdef(c.oid) as definition from pg_class c
     where c.relname = any($1) and c.relkind = 'I'`,
    [PUT_BACK],
  );
  if (rows.length !== PUT_BACK.length) throw new Error('the log has other indexes than it had');
  for (const { name } of rows) await client.query(`drop index ${name}`);
  return async () => {
    await client.query(`set maintenance_work_mem = '512MB'`);
    // Of a partitioned table, Postgres names the index of the table alone.
    for (const { definition } of rows) await client.query(definition.replace(' ON ONLY ', ' ON '));
  };
}

async function addSlice(
  client: Client,
  { organizationId, userIds }: Growth,
  { boards, itemsPerBoard }: { boards: number; itemsPerBoard: number },
): Promise<void> {
  const [userId = ''] = userIds;
  await client.query('begin');
  const ids = await addBoards(client, { organizationId, userId, boards, itemsPerBoard });
  await client.query(ADD_EVENTS, [ids, EVENTS_PER_ITEM, userId]);
  await client.query('update boards set seq = $2 where id = any($1)', [
    ids,
    itemsPerBoard * EVENTS_PER_ITEM,
  ]);
  await client.query(ADD_COMMENTS, [ids, ITEMS_A_COMMENT, userId]);
  await client.query(ADD_MESSAGES, [ids, ITEMS_A_MESSAGE, userId]);
  await client.query(ADD_INBOX_ENTRIES, [ids, ITEMS_AN_ENTRY, userIds, organizationId]);
  await client.query(PASS_OVER);
  await client.query('commit');
}

/** As `ensure_event_partitions` makes the months ahead. */
const MAKE_MONTHS = `
  do $$
  declare
    first_day date;
  begin
    for ago in 1..3 loop
      first_day := (date_trunc('month', now() at time zone 'UTC') - make_interval(months => ago))::date;
      execute format('create table if not exists %I partition of events for values from (%L) to (%L)',
        'events_' || to_char(first_day, 'YYYY_MM'), first_day::timestamp at time zone 'UTC',
        (first_day + interval '1 month') at time zone 'UTC');
    end loop;
  end $$`;

/** Every item has been edited now and then for sixty days. */
const ADD_EVENTS = `
  insert into events (id, organization_id, board_id, board_seq, aggregate_type, aggregate_id, type, version, data, actor,
    request_id, correlation_id, created_at)
  select gen_random_uuid(), i.organization_id, i.board_id, (e - 1) * n.items + i.number, 'board', i.board_id, 'item.updated',
    1, jsonb_build_object('itemId', i.id, 'fields', jsonb_build_object(
      md5(i.board_id::text || 1)::uuid, jsonb_build_object('from', 'Note ' || e, 'to', 'Note ' || e + 1))),
    jsonb_build_object('kind', 'user', 'userId', $3::uuid), 'bench', 'bench',
    now() - interval '60 days' * (1 - ((e - 1) * n.items + i.number)::float8 / ($2 * n.items + 1))
  from unnest($1::uuid[]) as b
  join items i on i.board_id = b
  cross join lateral (select next_item_number - 1 as items from boards where id = b) as n
  cross join generate_series(1, $2::int) as e
  order by e, i.number`;

const ADD_COMMENTS = `
  with made as (
    insert into comments (organization_id, board_id, id, item_id, body, author_id, created_at)
    select organization_id, board_id, gen_random_uuid(), id, jsonb_build_object('blocks', jsonb_build_array(
      jsonb_build_object('kind', 'paragraph', 'inlines', jsonb_build_array(
        jsonb_build_object('kind', 'text', 'text', 'Row ' || number || ' looks right to me'))))), $3, now()
    from items where board_id = any($1) and number % $2 = 0 returning organization_id, board_id, item_id)
  update items i set comment_count = 1 from made m
  where i.organization_id = m.organization_id and i.board_id = m.board_id and i.id = m.item_id`;

/** Sent in the last thirty days: ids begin with their time, as ours do. */
const ADD_MESSAGES = `
  with asked as (
    select i.organization_id, uuidv7(- interval '30 days' * random()) as message_id, gen_random_uuid() as delivery_id, i.number
    from items i where i.board_id = any($1) and i.number % $2 = 0),
  timed as (select *, uuid_extract_timestamp(message_id) as at from asked),
  written as (
    insert into messages (id, organization_id, category, template_key, payload, recipients, channels, priority,
      scheduled_at, actor, fanout_state, planned, created_at)
    select message_id, organization_id, 'system', 'custom', '{"title": "Deployed", "body": "To all regions."}',
      '[{"email": "p@example.test"}]', '{email}', 'normal', at, jsonb_build_object('kind', 'user', 'userId', $3::uuid),
      'done', 1, at
    from timed),
  sent as (
    insert into deliveries (id, organization_id, message_id, channel, address_hash, state, lane, fair_key, run_at, attempt,
      max_attempts, policy, provider_id, created_at, final_at)
    select delivery_id, organization_id, message_id, 'email', sha256(number::text::bytea),
      case number % 50 when 0 then 'failed' else 'sent' end, 'normal', organization_id, at, 1, 5, 'sameKey', 'bench', at,
      at + interval '1 second'
    from timed)
  insert into delivery_attempts (delivery_id, organization_id, number, fence, provider_id, started_at, ended_at, outcome,
    latency_ms)
  select delivery_id, organization_id, 1, 1, 'bench', at, at + interval '1 second', 'accepted', 40 from timed`;

/** Everybody's in turn; most of them read. */
const ADD_INBOX_ENTRIES = `
  with counted as (
    select u.id as user_id, coalesce(p.seq, 0) as seq, u.place
    from unnest($3::uuid[]) with ordinality as u (id, place)
    left join inbox_positions p on p.organization_id = $4 and p.user_id = u.id),
  places as (
    select i.id as item_id, i.board_id, row_number() over (order by i.id) as n
    from items i where i.board_id = any($1) and i.number % $2 = 0),
  entries as (
    select c.user_id, c.seq + row_number() over (partition by c.user_id order by p.n) as seq, p.item_id, p.board_id
    from places p join counted c on c.place = 1 + p.n % cardinality($3::uuid[])),
  written as (
    insert into inbox_items (id, organization_id, user_id, seq, message_id, delivery_id, type, content, board_id, item_id,
      created_at, arrived_at, seen_at, read_at)
    select gen_random_uuid(), $4, user_id, seq, gen_random_uuid(), gen_random_uuid(), 'custom',
      '{"title": "Deployed", "body": "To all regions."}', board_id, item_id, now(),
      date_trunc('milliseconds', now() - interval '30 days' * random()), now(), case when seq % 10 = 0 then null else now() end
    from entries)
  insert into inbox_positions (organization_id, user_id, seq)
  select $4, user_id, max(seq) from entries group by user_id
  on conflict (organization_id, user_id) do update set seq = excluded.seq`;

const PASS_OVER = `
  update event_consumers set transaction_id = pg_current_xact_id(),
    position = (select max(position) from events where transaction_id = pg_current_xact_id())`;
