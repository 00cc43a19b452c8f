import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { runBesideBaseline } from './lib/bench-server.ts';
import { median, round, type BenchResult, type Figure } from './lib/figures.ts';
import { runLoad, type LoadRequest, type LoadResult } from './lib/load.ts';
import { isQuickRun, type BenchOptions } from './lib/options.ts';
import { readCpuSeconds, type ServerProcess } from './lib/processes.ts';

const CONNECTIONS = 50;
const PAIRS = isQuickRun ? 1 : 5;
const RUN_S = isQuickRun ? 1 : 4;
const WARM_UP_S = 2;
const ORGANIZATIONS = 200;
const MEMBERS = 50;
/** From bench.md P1. */
const READ_TARGET = 0.7;
const WRITE_TARGET = 0.85;

const baselineSource = fileURLToPath(new URL('./api-baseline.ts', import.meta.url));

/** P1: authenticated and authorized operations against bare routes with the same SQL. */
export function run({ engine }: BenchOptions): Promise<BenchResult> {
  return runBesideBaseline(baselineSource, engine, async ({ server, adminUrl }, baseline) => {
    const prepared = await prepare(server, adminUrl);
    const figures: Figure[] = [];
    for (const scenario of scenarios(prepared))
      figures.push(await measure(scenario, server, baseline));
    return {
      id: 'P1',
      title: `API, ${CONNECTIONS} connections, ${ORGANIZATIONS} organizations × ${MEMBERS} members, ${engine}`,
      figures,
    };
  });
}

/** Who asks, and for what. */
interface Prepared {
  token: string;
  userId: string;
  organizationIds: string[];
}

interface Scenario {
  name: string;
  target: number;
  ours: (url: string) => LoadRequest[];
  baseline: (url: string) => LoadRequest[];
}

function scenarios({ token, userId, organizationIds }: Prepared): Scenario[] {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const bare = { 'content-type': 'application/json' };
  const toEach = (prefix: string, suffix: string, request: Omit<LoadRequest, 'url'>) =>
    organizationIds.map((id) => ({ ...request, url: `${prefix}/organizations/${id}${suffix}` }));
  const get = { method: 'GET' } as const;
  // Each body is another one: an update to the same name would change nothing.
  const patch = { method: 'PATCH', body: JSON.stringify({ name: 'Renamed [<id>]' }) } as const;
  return [
    {
      name: 'read one',
      target: READ_TARGET,
      ours: (url) => toEach(`${url}/api/v1`, '', { ...get, headers }),
      baseline: (url) => toEach(url, `?user=${userId}`, { ...get, headers: bare }),
    },
    {
      name: 'list 50',
      target: READ_TARGET,
      ours: (url) => toEach(`${url}/api/v1`, '/members?limit=50', { ...get, headers }),
      baseline: (url) => toEach(url, '/members', { ...get, headers: bare }),
    },
    {
      name: 'update a field',
      target: WRITE_TARGET,
      ours: (url) => toEach(`${url}/api/v1`, '', { ...patch, headers }),
      baseline: (url) => toEach(url, `?user=${userId}`, { ...patch, headers: bare }),
    },
  ];
}

async function measure(
  scenario: Scenario,
  ours: ServerProcess,
  baseline: ServerProcess,
): Promise<Figure> {
  await runLoad(scenario.ours(ours.url), CONNECTIONS, WARM_UP_S);
  await runLoad(scenario.baseline(baseline.url), CONNECTIONS, WARM_UP_S);
  const pairs: { ours: LoadResult; baseline: LoadResult }[] = [];
  let cpuS = 0;
  let requests = 0;
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const before = readCpuSeconds(ours.pid);
    const own = await runLoad(scenario.ours(ours.url), CONNECTIONS, RUN_S);
    cpuS += readCpuSeconds(ours.pid) - before;
    requests += own.perSecond * RUN_S;
    pairs.push({
      ours: own,
      baseline: await runLoad(scenario.baseline(baseline.url), CONNECTIONS, RUN_S),
    });
  }
  const ratio = median(pairs.map((pair) => pair.ours.perSecond / pair.baseline.perSecond));
  return {
    name: scenario.name,
    unit: 'requests/s',
    ours: round(median(pairs.map((pair) => pair.ours.perSecond))),
    baseline: round(median(pairs.map((pair) => pair.baseline.perSecond))),
    ratio: round(ratio),
    target: `ratio ≥ ${scenario.target}`,
    isReached: ratio >= scenario.target,
    details: {
      'p97.5 ms': round(median(pairs.map((pair) => pair.ours.p95Ms))),
      'p99 ms': round(median(pairs.map((pair) => pair.ours.p99Ms))),
      'CPU µs a request': round((cpuS / requests) * 1e6),
    },
  };
}

async function prepare(server: ServerProcess, adminUrl: string): Promise<Prepared> {
  const post = async (path: string, body: unknown, token?: string) => {
    const response = await fetch(`${server.url}/api/v1${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as {
      data: { accessToken: string; account: { id: string } };
    };
    if (!response.ok) throw new Error(JSON.stringify(answer));
    return answer.data;
  };
  const email = 'bench@example.test';
  const { accessToken, account } = await post('/auth/register', {
    email,
    name: 'Bench',
    password: 'violet ladder under a quiet harbour',
  });
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  await client.query(FILL, [account.id, ORGANIZATIONS, MEMBERS]);
  await client.query(FILL_CHAINS);
  const { rows } = await client.query<{ id: string }>(
    'select organization_id as id from memberships where user_id = $1',
    [account.id],
  );
  await client.end();
  return { token: accessToken, userId: account.id, organizationIds: rows.map(({ id }) => id) };
}

const FILL = `
  with people as (
    insert into users (id, email, name, password_hash)
    select gen_random_uuid(), 'p' || n || '@example.test', 'Person ' || n, '' from generate_series(1, $3::int - 1) as n
    returning id),
  organizations_made as (
    insert into organizations (id, name) select gen_random_uuid(), 'Organization ' || n from generate_series(1, $2::int) as n
    returning id),
  roles_made as (
    insert into roles (organization_id, id, key, name)
    select id, gen_random_uuid(), 'owner', 'Owner' from organizations_made returning organization_id, id)
  insert into memberships (organization_id, id, user_id, role_id)
  select r.organization_id, gen_random_uuid(), p.id, r.id
  from roles_made as r cross join (select id from people union all select $1::uuid) as p`;

/** The baseline moves the heads of audit chains that are there. */
const FILL_CHAINS = `
  insert into audit_chains (id, organization_id, length, head, checkpoint_hash)
  select id, id, 0, decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex') from organizations
  on conflict (id) do nothing`;
