import { escapeLiteral } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../../../test/harness/postgres.ts';
import {
  connectDatabase,
  type Database,
  type Transaction,
} from '../../../platform/database/database.ts';
import { createLog } from '../../../platform/log.ts';
import { listBoards, type BoardQuery } from './boards.ts';

const BOARDS = 5_000;
const PAGE = 51;
const organizationId = crypto.randomUUID();

/** What each edit of a cell changes of the rows that it finds. */
const CHANGED_BY_EDITS: Record<string, string> = {
  boards: 'seq|next_item_number',
  live_clients: 'last_mid|updated_at',
  items: 'field_values|field_versions|updated_by|updated_at',
  audit_chains: 'length|head',
};

let test: TestDatabase;
let database: Database;

beforeAll(async () => {
  test = await createTestDatabase();
  database = connectDatabase({ url: test.appUrl, poolSize: 1, log: createLog('silent') });
});
afterAll(async () => {
  await database.close();
  await test.drop();
});

it.each(Object.entries(CHANGED_BY_EDITS))(
  'bench P4: no index of %s holds what every edit changes',
  async (table, columns) => {
    const indexes = await test.query<{ definition: string }>(
      'select pg_get_indexdef(indexrelid) as definition from pg_index where indrelid = $1::regclass',
      [table],
    );
    expect(indexes.length).toBeGreaterThan(0);
    const holding = new RegExp(`\\b(${columns})\\b`);
    expect(indexes.filter(({ definition }) => holding.test(definition))).toEqual([]);
  },
);

it('bench P9: a page of a list reads its boards alone, however many there are', async () => {
  await test.query(FILL, [organizationId, BOARDS]);
  await test.query('analyze boards, board_members');
  const query: BoardQuery = {
    organizationId,
    userId: crypto.randomUUID(),
    levels: ['viewer', 'owner'],
    seesOpen: true,
    seesAll: false,
    state: 'active',
    workspaceId: null,
    ids: null,
    after: { name: 'Board 2000', id: crypto.randomUUID() },
    limit: PAGE,
  };
  const plan = await explain((tx) => listBoards(tx, query));
  expect(plan).toContain('boards_names');
  const removed = [...plan.matchAll(/Rows Removed by Filter: (\d+)/g)].map(([, rows]) =>
    Number(rows),
  );
  expect(Math.max(0, ...removed)).toBeLessThanOrEqual(PAGE);
});

/** How the one statement of `read` is run under the policies of an organization, planned for any values, as it is after some calls. */
function explain(read: (tx: Transaction) => Promise<unknown>): Promise<string> {
  return database.read({ organizationId }, async (tx) => {
    const lines: string[] = [];
    const query: Transaction['query'] = async (text, values = []) => {
      await tx.query('set plan_cache_mode = force_generic_plan');
      await tx.query(`prepare page as ${text}`);
      const rows = await tx.query<{ 'QUERY PLAN': string }>(
        `explain (analyze, timing off) execute page (${values.map(toLiteral).join(', ')})`,
      );
      lines.push(...rows.map((row) => row['QUERY PLAN']));
      return [];
    };
    await read({ ...tx, query });
    return lines.join('\n');
  });
}

function toLiteral(value: unknown): string {
  if (value === null) return 'null';
  return escapeLiteral(
    Array.isArray(value) ? `{${value.join(',')}}` : `${value as string | number | boolean}`,
  );
}

const FILL = `
  with made as (insert into organizations (id, name) values ($1, 'Large') returning id),
  owner as (
    insert into users (id, email, name, password_hash) values (gen_random_uuid(), 'large@example.test', 'Owner', '')
    returning id),
  space as (
    insert into workspaces (organization_id, id, name) select id, gen_random_uuid(), 'All' from made
    returning organization_id, id)
  insert into boards (organization_id, id, workspace_id, name, prefix, visibility, created_by, created_at)
  select s.organization_id, gen_random_uuid(), s.id, 'Board ' || n, 'B' || n, 'organization', o.id, now()
  from space s, owner o, generate_series(1, $2::int) as n`;
