import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { startEmbeddedPostgres } from '../server/src/platform/database/embedded/embedded-postgres.ts';
import { migrate } from '../server/src/platform/database/migrate.ts';
import { createLog } from '../server/src/platform/log.ts';
import { median, round, spreadOf, type BenchResult, type Figure } from './lib/figures.ts';

const PAIRS = 9;
const WARM_UP_ROUNDS = 500;
const ROUNDS = 1_500;
const ORGANIZATIONS = 500;
const MEMBERS = 100;
/** Beyond this the second wall would not be cheap any more. */
const TARGET = 1.25;

/** S14: what row-level security costs. The same transactions as the application's login, and as a superuser, whom no policy holds. */
export async function run(): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), 'boardwire-bench-'));
  const log = createLog('silent');
  const postgres = await startEmbeddedPostgres({ dataDir: folder, log });
  const migrations = fileURLToPath(new URL('../server/migrations/', import.meta.url));
  const appRole = decodeURIComponent(new URL(postgres.appUrl).username);
  await migrate({ adminUrl: postgres.adminUrl, appRole, folder: migrations, log });
  const [guarded, free] = [await connect(postgres.appUrl), await connect(postgres.adminUrl)];
  try {
    const targets = await fill(free);
    const figures: Figure[] = [];
    for (const statement of statements)
      figures.push(await measure(statement, { guarded, free, targets }));
    return {
      id: 'S14',
      title: `Row-level security, ${ORGANIZATIONS} organizations × ${MEMBERS} members`,
      figures,
    };
  } finally {
    await Promise.all([guarded.end(), free.end()]);
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A member of an organization, for the parameters of a statement. */
interface Target {
  organizationId: string;
  userId: string;
  memberId: string;
}

interface Statement {
  name: string;
  text: string;
  values(target: Target): string[];
}

const statements: Statement[] = [
  {
    name: 'load a grant',
    text: `select m.id, r.id, r.key, r.permissions, o.deletion_scheduled_for from memberships m
      join roles r on r.organization_id = m.organization_id and r.id = m.role_id
      join organizations o on o.id = m.organization_id
      where m.user_id = $1 and m.state = 'active' and m.organization_id = $2`,
    values: ({ userId, organizationId }) => [userId, organizationId],
  },
  {
    name: 'list 50 members',
    text: `select m.id, u.name, u.email, r.name as role from memberships m
      join users u on u.id = m.user_id
      join roles r on r.organization_id = m.organization_id and r.id = m.role_id
      where m.organization_id = $1 order by lower(u.name), m.id limit 51`,
    values: ({ organizationId }) => [organizationId],
  },
  {
    name: 'update one member',
    text: `update memberships set state = 'active' where organization_id = $1 and id = $2`,
    values: ({ organizationId, memberId }) => [organizationId, memberId],
  },
];

interface Sides {
  guarded: Client;
  free: Client;
  targets: Target[];
}

async function measure(statement: Statement, { guarded, free, targets }: Sides): Promise<Figure> {
  for (const client of [guarded, free]) await repeat(client, statement, targets, WARM_UP_ROUNDS);
  const pairs: { ours: number[]; baseline: number[] }[] = [];
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const ours = await repeat(guarded, statement, targets, ROUNDS);
    pairs.push({ ours, baseline: await repeat(free, statement, targets, ROUNDS) });
  }
  const ratio = median(pairs.map(({ ours, baseline }) => median(ours) / median(baseline)));
  const all = spreadOf(pairs.flatMap(({ ours }) => ours));
  return {
    name: statement.name,
    unit: 'µs a transaction',
    ours: round(all.median),
    baseline: round(median(pairs.flatMap(({ baseline }) => baseline))),
    ratio: round(ratio),
    target: `ratio ≤ ${TARGET}`,
    isReached: ratio <= TARGET,
    details: { 'p95 µs': round(all.p95), 'p99 µs': round(all.p99) },
  };
}

/** Runs the statement in transactions as the database port does; answers the microseconds of each. */
async function repeat(
  client: Client,
  { name, text, values }: Statement,
  targets: Target[],
  rounds: number,
): Promise<number[]> {
  const taken: number[] = [];
  for (let round_ = 0; round_ < rounds; round_ += 1) {
    const target = targets[(round_ * 7_919) % targets.length];
    if (target === undefined) throw new Error('nothing to measure with');
    const startedAtMs = performance.now();
    await client.query(`begin; set local boardwire.scope = '${target.organizationId}'`);
    await client.query({ name, text, values: values(target) });
    await client.query('commit');
    taken.push((performance.now() - startedAtMs) * 1_000);
  }
  return taken;
}

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  // Commits would otherwise measure the disk.
  await client.query('set synchronous_commit = off');
  return client;
}

async function fill(client: Client): Promise<Target[]> {
  await client.query(
    `with people as (
       insert into users (id, email, name, password_hash)
       select gen_random_uuid(), 'p' || n || '@example.test', 'Person ' || n, '' from generate_series(1, $2::int) as n
       returning id),
     organizations_made as (
       insert into organizations (id, name) select gen_random_uuid(), 'Organization ' || n from generate_series(1, $1::int) as n
       returning id),
     roles_made as (
       insert into roles (organization_id, id, key, name)
       select o.id, gen_random_uuid(), k.key, k.key from organizations_made o cross join unnest(array['owner', 'admin', 'member', 'guest']) as k (key)
       returning organization_id, id, key)
     insert into memberships (organization_id, id, user_id, role_id)
     select r.organization_id, gen_random_uuid(), p.id, r.id from roles_made as r cross join people as p where r.key = 'member'`,
    [ORGANIZATIONS, MEMBERS],
  );
  await client.query('analyze');
  const { rows } = await client.query<Target>(
    'select organization_id as "organizationId", user_id as "userId", id as "memberId" from memberships order by id',
  );
  return rows;
}
