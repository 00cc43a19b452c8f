import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { insertBoardRows } from './board-rows.fixture.ts';
import { createId } from '../../kernel/ids.ts';
import { openBed, type Bed } from './bed.fixture.ts';
import { insertOldMail, openScene, type Scene } from './scene.fixture.ts';

let bed: Bed;
beforeAll(async () => {
  bed = await openBed();
});
afterAll(() => bed.close());

/** Rows that mention a purged organization all the same, and why they may. */
const REMAINS: Record<string, string> = {
  audit_entries: 'the instance and its people remember what they did',
  access_epochs: 'grants in the memory of other nodes end by it; forgotten after a day',
};

/** An organization with a row in every table that has an organization. */
async function openFullScene(name: string): Promise<Scene> {
  const scene = await openScene(bed, name);
  const { organizationId, owner, roleIds } = scene;
  await bed.succeed(owner, 'invitations.create', {
    organizationId,
    roleId: roleIds.guest,
    email: `${createId()}@example.test`,
  });
  // It brings an event about something else than the organization.
  await insertOldMail(bed, organizationId);
  await bed.succeed(owner, 'apiKeys.create', {
    organizationId,
    name: 'Key',
    scopes: ['organization:read'],
  });
  await insertBoardRows((sql, values) => bed.test.query(sql, values), {
    organizationId,
    userId: owner.userId,
  });
  await bed.test.query(
    `insert into event_retries (consumer, position, event_id, event_created_at, aggregate_id, parked_at)
     select 'test', position, id, created_at, aggregate_id, now() from events
     where organization_id = $1 and aggregate_id <> $1`,
    [organizationId],
  );
  return scene;
}

async function makeDue({ organizationId, owner }: Scene, name: string): Promise<void> {
  await bed.succeed(owner, 'organizations.delete', { organizationId, confirmName: name });
  await bed.test.query(
    `update organizations set deletion_scheduled_for = now() - interval '1 second' where id = $1`,
    [organizationId],
  );
}

/** Tables of the schema; `column` narrows to those that have it. Partitions count through their parent. */
async function listTables(column: string | null = null): Promise<string[]> {
  const rows = await bed.test.query<{ name: string }>(
    `select distinct c.table_name as name from information_schema.columns c
     join pg_class on oid = format('%I.%I', c.table_schema, c.table_name)::regclass
     where c.table_schema = 'public' and relkind in ('r', 'p') and not relispartition
       and ($1::text is null or c.column_name = $1) order by 1`,
    [column],
  );
  return rows.map(({ name }) => name);
}

async function countWhere(tables: string[], condition: string, value: string) {
  const counts: Record<string, number> = {};
  for (const table of tables) {
    const [row] = await bed.test.query<{ count: number }>(
      `select count(*)::int as count from ${table} as t where ${condition}`,
      [value],
    );
    counts[table] = row?.count ?? -1;
  }
  return counts;
}

const countOwned = async (id: string) =>
  countWhere(await listTables('organization_id'), 'organization_id = $1', id);
const countMentions = async (id: string) =>
  countWhere(await listTables(), `t::text like '%' || $1 || '%'`, id);

describe('the purge of an organization', () => {
  it('leaves nothing in any table that has an organization, and no mention elsewhere', async () => {
    const scene = await openFullScene('Doomed');
    const other = await openFullScene('Bystander');
    const { organizationId } = scene;
    const bystander = await countMentions(other.organizationId);
    await makeDue(scene, 'Doomed');
    // A new table must get a row in `openFullScene`, or this would prove nothing about it.
    const before = await countOwned(organizationId);
    expect(Object.keys(before)).toContain('events');
    for (const [table, count] of Object.entries(before)) expect(count, table).toBeGreaterThan(0);

    await bed.runChore('organizations.purge');
    for (const [table, count] of Object.entries(await countOwned(organizationId)))
      expect(count, table).toBe(0);
    for (const [table, count] of Object.entries(await countMentions(organizationId)))
      if (!(table in REMAINS)) expect(count, table).toBe(0);
    expect(await countMentions(other.organizationId)).toEqual(bystander);
  });

  it('leaves no retry of its events, whatever they are about', async () => {
    const scene = await openFullScene('Retried');
    const other = await openFullScene('Bystander');
    const count = async ({ organizationId }: Scene) => {
      const [row] = await bed.test.query<{ count: number }>(
        `select count(*)::int as count from event_retries where parked_at is not null
         and aggregate_id in (select id from mails where organization_id = $1)`,
        [organizationId],
      );
      return row?.count;
    };
    expect(await count(scene)).toBe(1);
    await makeDue(scene, 'Retried');
    await bed.runChore('organizations.purge');
    const [orphans] = await bed.test.query<{ count: number }>(
      `select count(*)::int as count from event_retries r
       where not exists (select 1 from events e where e.id = r.event_id)`,
    );
    expect(orphans?.count).toBe(0);
    expect(await count(other)).toBe(1);
  });

  it('waits for a change that began before the day, and takes what it wrote', async () => {
    const scene = await openFullScene('Busy');
    const { organizationId } = scene;
    const slow = new Client({ connectionString: bed.test.adminUrl });
    await slow.connect();
    await makeDue(scene, 'Busy');
    await slow.query('begin');
    await slow.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [organizationId]);
    await slow.query(
      `insert into events (id, organization_id, aggregate_type, aggregate_id, type, version, data, actor)
       values ($1, $2, 'mail', $1, 'test.late', 1, '{}', '{}')`,
      [createId(), organizationId],
    );
    let isDone = false;
    const purge = bed.runChore('organizations.purge').then(() => (isDone = true));
    await vi.waitFor(async () => expect(isDone || (await isSomebodyWaiting())).toBe(true), {
      timeout: 15_000,
    });
    await slow.query('commit');
    await slow.end();
    await purge;
    expect(await countOwned(organizationId)).toMatchObject({ events: 0, memberships: 0 });
  });
});

async function isSomebodyWaiting(): Promise<boolean> {
  const rows = await bed.test.query(
    `select 1 from pg_locks join pg_database on pg_database.oid = database
     where locktype = 'advisory' and not granted and datname = current_database()`,
  );
  return rows.length > 0;
}
