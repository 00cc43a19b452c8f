import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { Client } from 'pg';
import { startEmbeddedPostgres } from '../server/src/platform/database/embedded/embedded-postgres.ts';
import { createLog } from '../server/src/platform/log.ts';
import { findFreePort, startProcess, readCpuSeconds } from './lib/processes.ts';
const folder = mkdtempSync(join(tmpdir(), 'bw-prof-'));
const pg = await startEmbeddedPostgres({ dataDir: join(folder, 'pg'), log: createLog('silent') });
const s = await startProcess(['--cpu-prof', '--cpu-prof-dir=/tmp/prof', '/work/main/server/dist/main.js'], { DATABASE_URL: pg.appUrl, DATABASE_ADMIN_URL: pg.adminUrl, BOARDWIRE_DATA: join(folder, 'd'), PORT: String(await findFreePort()), RATE_LIMIT_PER_MINUTE: '100000000', RATE_LIMIT_CREDENTIAL_PER_MINUTE: '100000000', LOG_LEVEL: 'warn' });
const src = (await import('node:fs')).readFileSync('/work/main/bench/api.ts', 'utf8');
const FILL = /const FILL = `([^`]+)`/.exec(src)![1]!;
const r = await (await fetch(s.url + '/api/v1/auth/register', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email: 'bench@example.test', name: 'Quill', password: 'violet ladder under a quiet harbour' }) })).json() as any;
const c = new Client({ connectionString: pg.adminUrl }); await c.connect();
await c.query(FILL, [r.data.account.id, 200, 50]);
await c.query('analyze');
const ids = (await c.query('select organization_id as id from memberships where user_id=$1', [r.data.account.id])).rows.map((x: any) => x.id);
const h = { authorization: 'Bearer ' + r.data.accessToken };
for (const suffix of (process.argv[2] ?? ',/members?limit=50').split(',')) {
  const before = readCpuSeconds(s.pid);
  const a = await autocannon({ url: s.url, connections: 50, duration: 6, requests: ids.map((id: string) => ({ method: 'GET' as const, path: '/api/v1/organizations/' + id + suffix, headers: h })) });
  console.log(suffix, a.requests.average, 'cpu µs', (readCpuSeconds(s.pid) - before) / a.requests.total * 1e6, a.non2xx);
}
const b = await startProcess(['--import', 'tsx', '/work/main/bench/api-baseline.ts'], { DATABASE_URL: pg.adminUrl, PORT: String(await findFreePort()) });
console.log(await (await fetch(b.url + '/organizations/' + ids[0])).text());
console.log((await (await fetch(b.url + '/organizations/' + ids[0] + '/members?limit=50')).text()).length);
for (const suffix of ['', '/members?limit=50']) {
  const before = readCpuSeconds(b.pid);
  const a = await autocannon({ url: b.url, connections: 50, duration: 6, requests: ids.map((id: string) => ({ method: 'GET' as const, path: '/organizations/' + id + suffix, headers: h })) });
  console.log('baseline', suffix, a.requests.average, 'cpu µs', (readCpuSeconds(b.pid) - before) / a.requests.total * 1e6, a.non2xx, a['2xx']);
}
await b.stop();
const plan = await c.query(`explain (analyze, buffers off) select 1`);
await c.end(); await s.stop(); await pg.stop();
