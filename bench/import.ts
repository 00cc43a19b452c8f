import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { startEmbeddedPostgres } from '../server/src/platform/database/embedded/embedded-postgres.ts';
import { createLog } from '../server/src/platform/log.ts';
import { insertRaw } from './import-baseline.ts';
import { median, round, type BenchResult, type Figure } from './lib/figures.ts';
import { readTreeMemoryBytes } from './lib/process-tree.ts';
import { findFreePort, readCpuSeconds, startProcess, type ServerProcess } from './lib/processes.ts';

const ROWS = 100_000;
const RUNS = 3;
/** From bench.md P7. */
const TRELLO_TARGET_MS = 2_000;
const ROWS_TARGET = 10_000;
const POLL_MS = 20;
const READERS_POLL_MS = 500;
const READERS_LIMIT_MS = 20_000;
/** Memory is looked at this often while an import runs. */
const LOOK_MS = 100;

const main = fileURLToPath(new URL('../server/dist/main.js', import.meta.url));
const root = fileURLToPath(new URL('../', import.meta.url));
const trelloDir = join(root, process.env['BOARDWIRE_TEST_DATA'] ?? '../shared/data', 'trello');

/** P7: imports from the upload to the board that is whole. */
export async function run(): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), 'boardwire-bench-'));
  const postgres = await startEmbeddedPostgres({
    dataDir: join(folder, 'postgres'),
    log: createLog('silent'),
  });
  const server = await startProcess([main], {
    DATABASE_URL: postgres.appUrl,
    DATABASE_ADMIN_URL: postgres.adminUrl,
    BOARDWIRE_DATA: join(folder, 'data'),
    RATE_LIMIT_PER_MINUTE: '100000000',
    RATE_LIMIT_CREDENTIAL_PER_MINUTE: '100000000',
    LOG_LEVEL: 'warn',
    PORT: String(await findFreePort()),
  });
  try {
    const place = await prepare(server);
    const figures = [
      ...(await measureTrello(place)),
      await measureCsv(place, server, postgres.adminUrl),
    ];
    return { id: 'P7', title: `Imports: ${RUNS} runs each`, figures };
  } finally {
    await server.stop();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Who imports, and where to. */
interface Place {
  call(method: string, path: string, body?: unknown): Promise<Record<string, string>>;
  upload(fileName: string, bytes: Buffer): Promise<string>;
  workspaceId: string;
}

async function measureTrello(place: Place): Promise<Figure[]> {
  if (!existsSync(trelloDir)) return [];
  const names = readdirSync(trelloDir);
  const sizeOf = (name: string) => statSync(join(trelloDir, name)).size;
  const largest = names.toSorted((a, b) => sizeOf(b) - sizeOf(a))[0] ?? '';
  const bytes = readFileSync(join(trelloDir, largest));
  const times: number[] = [];
  for (let count = 0; count <= RUNS; count += 1)
    times.push(await importOnce(place, largest, bytes));
  // The first run warms the server up.
  const ms = median(times.slice(1));
  return [
    {
      name: `Trello, ${largest}`,
      unit: 'ms',
      ours: round(ms),
      baseline: null,
      ratio: null,
      target: `≤ ${TRELLO_TARGET_MS}`,
      isReached: ms <= TRELLO_TARGET_MS,
      details: { 'first run ms': round(times[0] ?? 0) },
    },
  ];
}

async function measureCsv(place: Place, server: ServerProcess, adminUrl: string): Promise<Figure> {
  const bytes = makeCsv(ROWS);
  const memory = { base: readTreeMemoryBytes(server.pid), most: 0 };
  const look = setInterval(() => {
    memory.most = Math.max(memory.most, readTreeMemoryBytes(server.pid));
  }, LOOK_MS);
  const pairs: { ours: number; raw: number }[] = [];
  let cpuS = 0;
  for (let count = 0; count < RUNS; count += 1) {
    await waitForReaders(adminUrl);
    const cpuBefore = readCpuSeconds(server.pid);
    const ours = await importOnce(place, `tasks-${count}.csv`, bytes);
    cpuS += (readCpuSeconds(server.pid) - cpuBefore) / RUNS;
    await waitForReaders(adminUrl);
    pairs.push({ ours, raw: await insertRaw(adminUrl, bytes) });
  }
  clearInterval(look);
  const perSecond = (ms: number) => ROWS / (ms / 1_000);
  const ours = median(pairs.map((pair) => perSecond(pair.ours)));
  return {
    name: `CSV, ${ROWS.toLocaleString('en')} rows`,
    unit: 'rows/s',
    ours: round(ours),
    baseline: round(median(pairs.map(({ raw }) => perSecond(raw)))),
    ratio: round(median(pairs.map((pair) => pair.raw / pair.ours))),
    target: `≥ ${ROWS_TARGET}`,
    isReached: ours >= ROWS_TARGET,
    details: {
      'file MB': round(bytes.length / 1e6),
      'memory at rest MB': round(memory.base / 1e6),
      'most memory MB': round(memory.most / 1e6),
      'CPU s of the server': round(cpuS),
    },
  };
}

/** Reactions read the log after a run, which is neither the run's work nor the baseline's. */
async function waitForReaders(adminUrl: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  const readBehind = () =>
    client.query(`select 1 from event_consumers c where exists (select from events e
      where (e.transaction_id, e.position) > (c.transaction_id, c.position)) limit 1`);
  const deadlineMs = Date.now() + READERS_LIMIT_MS;
  while (Date.now() < deadlineMs && (await readBehind()).rowCount !== 0)
    await sleep(READERS_POLL_MS);
  await client.end();
}

/** From the first byte of the upload to the state `done`, in milliseconds. */
async function importOnce(place: Place, fileName: string, bytes: Buffer): Promise<number> {
  const startedAtMs = performance.now();
  const importId = await place.upload(fileName, bytes);
  const target = { workspaceId: place.workspaceId, name: fileName };
  await place.call('POST', `/imports/${importId}/start`, { target });
  for (;;) {
    const { state, problem } = await place.call('GET', `/imports/${importId}`);
    if (state === 'done') return performance.now() - startedAtMs;
    if (state !== 'running') throw new Error(`${fileName}: ${state}, ${problem}`);
    await sleep(POLL_MS);
  }
}

const STATES = ['To do', 'Doing', 'Review', 'Done'];
const WORDS = [
  'quarterly',
  'report',
  'for',
  'the',
  'harbour',
  'team',
  'needs',
  'a',
  'second',
  'look',
];

/** A table as a tool for tasks exports it: title, group, status, person, tags, date, number, text. */
function makeCsv(rows: number): Buffer {
  const lines = ['Name,List,Status,Assignee,Labels,Due date,Estimate,Notes'];
  for (let row = 0; row < rows; row += 1) {
    const words = WORDS.map((_, index) => WORDS[(row * 7 + index * 3) % WORDS.length]).join(' ');
    const day = String(1 + (row % 28)).padStart(2, '0');
    const state = STATES[row % STATES.length] ?? '';
    lines.push(
      `Task ${row} ${words},List ${row % 12},${state},Person ${row % 40},"tag ${row % 9};tag ${row % 5}",2026-0${1 + (row % 9)}-${day},${row % 100},"${words}, ${words}"`,
    );
  }
  return Buffer.from(lines.join('\n'));
}

async function prepare(server: ServerProcess): Promise<Place> {
  let token = '';
  const send = async (method: string, path: string, init: RequestInit) => {
    const response = await fetch(`${server.url}/api/v1${path}`, {
      method,
      ...init,
      headers: { ...init.headers, ...(token === '' ? {} : { authorization: `Bearer ${token}` }) },
    });
    const answer = (await response.json()) as { data: Record<string, string> };
    if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`);
    return answer.data;
  };
  const call: Place['call'] = (method, path, body) =>
    send(method, path, {
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const account = {
    email: 'bench@example.test',
    name: 'Bench',
    password: 'violet ladder under a quiet harbour',
  };
  token = (await call('POST', '/auth/register', account))['accessToken'] ?? '';
  const organization = (await call('POST', '/organizations', { name: 'Bench' }))['id'] ?? '';
  const workspace = await call('POST', `/organizations/${organization}/workspaces`, {
    name: 'Bench',
  });
  return {
    call,
    workspaceId: workspace['id'] ?? '',
    async upload(fileName, bytes) {
      const path = `/organizations/${organization}/imports?${new URLSearchParams({ fileName })}`;
      const headers = { 'content-type': 'application/octet-stream' };
      return (await send('POST', path, { headers, body: new Uint8Array(bytes) }))['id'] ?? '';
    },
  };
}
