import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createId } from '../kernel/ids.ts';
import { implement } from './operation.ts';
import { createOutbox } from './outbox.ts';
import { noted, noteSpec, openTestRunner } from './runner.fixture.ts';

const source = fileURLToPath(new URL('./outbox.ts', import.meta.url));
const mutated = fileURLToPath(new URL('./outbox-position.ts', import.meta.url));
const folder = fileURLToPath(
  new URL(`../../../.cache/mutants/reader-${process.pid}/`, import.meta.url),
);
let runner: Awaited<ReturnType<typeof openTestRunner>>;
beforeAll(async () => {
  runner = await openTestRunner();
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await runner.close();
});

/** The reader that everybody writes first: `id > last`. */
const READS_BY_TRANSACTION =
  /where \(e\.transaction_id, e\.position\) > \(\$1::xid8, \$2::bigint\)\s+and e\.transaction_id < pg_snapshot_xmin\(pg_current_snapshot\(\)\)([^`]*?)order by e\.transaction_id, e\.position/;
/** `$$` is a dollar sign and `$1` what stood between the two. */
const READS_BY_POSITION =
  'where e.position > $$2::bigint and $$1::xid8 is not null $1 order by e.position';

async function buildMutant(): Promise<typeof createOutbox> {
  mkdirSync(folder, { recursive: true });
  const text = readFileSync(mutated, 'utf8');
  expect(text).toMatch(READS_BY_TRANSACTION);
  const contents = text.replace(READS_BY_TRANSACTION, READS_BY_POSITION);
  await build({
    entryPoints: [source],
    plugins: [
      {
        name: 'mutant',
        setup: ({ onLoad }) =>
          onLoad({ filter: /outbox-position\.ts$/ }, () => ({ contents, loader: 'ts' })),
      },
    ],
    outfile: `${folder}outbox.mjs`,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
  const url = pathToFileURL(`${folder}outbox.mjs`).href;
  return ((await import(url)) as { createOutbox: typeof createOutbox }).createOutbox;
}

const note = implement(noteSpec, {
  async handle({ organizationId, text }, context) {
    context.emit(noted, organizationId, { organizationId, text });
    return { text, nonce: '' };
  },
});
const write = (text: string) =>
  runner.run(note, { organizationId: runner.organizationId, text }, runner.admin);

/** What a reader has seen of a transaction that took its number early and committed late. */
async function readAroundLateCommit(create: typeof createOutbox): Promise<string[]> {
  const seen: string[] = [];
  // Both readers take the same log: this run has words of its own.
  const run = createId();
  const outbox = create({
    ...runner,
    consumers: [
      {
        name: createId(),
        on: [noted.type],
        handle: async (_tx, event) => {
          const [word = '', of] = String(event.data['text']).split(' ');
          if (of === run) seen.push(word);
        },
      },
    ],
  });
  await outbox.start();
  const late = new Client({ connectionString: runner.testDatabase.adminUrl });
  await late.connect();
  await late.query('begin');
  await late.query(
    `insert into events (id, aggregate_type, aggregate_id, type, version, data, actor)
     values (gen_random_uuid(), 'organization', $1, $2, 1, $3, '{}')`,
    [createId(), noted.type, { text: `late ${run}` }],
  );
  await write(`early ${run}`);
  // Time for a reader by position to pass the late one's number; the right reader waits with it.
  await vi
    .waitFor(() => expect(seen).toContain('early'), { timeout: 3_000 })
    .catch(() => undefined);
  await late.query('commit');
  await late.end();
  await write(`last ${run}`);
  await vi.waitFor(() => expect(seen).toContain('last'), { timeout: 15_000 });
  await outbox.stop();
  return seen;
}

describe('fault F22: the reader of the event log', () => {
  it('sees what commits late', async () => {
    expect(await readAroundLateCommit(createOutbox)).toEqual(
      expect.arrayContaining(['early', 'late', 'last']),
    );
  });

  it('mutant: one that reads by position loses it', async () => {
    expect(await readAroundLateCommit(await buildMutant())).not.toContain('late');
  });
});
