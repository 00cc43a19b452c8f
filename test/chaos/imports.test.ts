import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BoardScene } from '../harness/boards.ts';
import { startImport, uploadFile, waitForImport } from '../harness/imports.ts';
import type { LiveNodes } from './live-nodes.ts';
import { onNode } from './live-screens.ts';
import { buildMutant, buildProgram, killLeftPrograms, type Mutation } from './program-process.ts';
import { nightly } from '../harness/tier.ts';

let main: string;
beforeAll(async () => {
  main = await buildProgram();
});
afterAll(killLeftPrograms);

const TIMEOUT_MS = 180_000;
/** In several chunks. */
const ROWS = 4_500;
const POLL_MS = 20;
const SETTLE_MS = 20_000;

/** A file with groups, choices, people, numbers and texts. */
function makeFile(): string {
  const rows = Array.from({ length: ROWS }, (_, row) =>
    [
      `Task ${row}`,
      `List ${row % 7}`,
      `Person ${row % 5}`,
      row,
      ['Open', 'Done'][row % 2],
      `note ${row % 90}`,
    ].join(','),
  );
  return ['Name,List,Assignee,Size,Status,Notes', ...rows].join('\n');
}

async function upload(nodes: LiveNodes, { owner, organizationId }: BoardScene): Promise<string> {
  const file = { path: `/organizations/${organizationId}/imports`, fileName: 'rows.csv' };
  const uploaded = await uploadFile({ url: nodes.urls[0] ?? '' }, owner, {
    ...file,
    body: makeFile(),
  });
  return uploaded.body.data.id as string;
}

/** Rows of a board in every table that knows boards, but the log and the list of imports. */
async function countRows(
  { database }: LiveNodes,
  { boardId }: BoardScene,
): Promise<Record<string, number>> {
  const tables = await database.query<{ name: string }>(
    `select c.table_name as name from information_schema.columns c
     join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.column_name = 'board_id'
       and c.table_name not like 'events%' and c.table_name not in ('imports', 'inbox_items')`,
  );
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const [row] = await database.query<{ count: number }>(
      `select count(*)::int as count from ${name} where board_id = $1`,
      [boardId],
    );
    counts[name] = row?.count ?? 0;
  }
  return counts;
}

/** What the second run changed, and what undoing both left behind. */
interface Repeated {
  second: { created: object; updated: object; rows: object };
  left: object;
}

/** Imports the same file twice into a board that has something of its own, and takes both back. */
function importTwice(mainFile: string): Promise<Repeated> {
  return onNode(
    mainFile,
    async (nodes, scene) => {
      const { owner, boardId, as } = scene;
      await as(owner, 'POST', `/boards/${boardId}/items`, { title: 'Mine' });
      // Whoever makes an item follows it, which is noted a moment later.
      const followers = async () => (await countRows(nodes, scene))['item_followers'];
      await expect.poll(followers, { timeout: SETTLE_MS }).toBe(1);
      const empty = await countRows(nodes, scene);
      const run = async () => {
        const id = await upload(nodes, scene);
        const done = await startImport(nodes.server, owner, id, { target: { boardId } });
        expect(done).toMatchObject({ state: 'done', problem: null });
        return { id, report: done.report as { created: object; updated: object } };
      };
      const first = await run();
      const full = await countRows(nodes, scene);
      expect(full['items']).toBe(ROWS + 1);
      const second = await run();
      const rows = differences(full, await countRows(nodes, scene));
      for (const { id } of [second, first]) {
        await as(owner, 'POST', `/imports/${id}/undo`, {});
        await waitForImport(nodes.server, owner, id, ['undone']);
      }
      const { created, updated } = second.report;
      const left = differences(empty, await countRows(nodes, scene));
      return { second: { created, updated, rows }, left };
    },
    'all',
  );
}

function differences(before: Record<string, number>, after: Record<string, number>): object {
  return Object.fromEntries(
    Object.entries(after).filter(([name, count]) => count !== before[name]),
  );
}

/** What others saw of an import that failed half-way and was tried again. */
interface Retried {
  state: string;
  seen: number[];
  items: number;
  titles: number;
}

/** Imports a file while its program fails in the middle the first time, and looks on all the time. */
function importWithFault(mainFile: string): Promise<Retried> {
  return onNode(
    mainFile,
    async (nodes, scene) => {
      const { owner, boardId } = scene;
      const id = await upload(nodes, scene);
      const count = async () => {
        const [row] = await nodes.database.query<{ items: number; titles: number }>(
          `select count(*)::int as items, count(distinct field_values->>'title')::int as titles
           from items where board_id = $1`,
          [boardId],
        );
        return row ?? { items: -1, titles: -1 };
      };
      const seen = new Set<number>();
      let isOver = false;
      const ended = startImport(nodes.server, owner, id, { target: { boardId } }).finally(
        () => (isOver = true),
      );
      while (!isOver) {
        seen.add((await count()).items);
        await sleep(POLL_MS);
      }
      const { state } = await ended;
      expect(nodes.programs[0]?.output()).toContain('failed half-way');
      return { state, seen: [...seen], ...(await count()) };
    },
    'all',
  );
}

/** The third chunk of the first try fails. */
const failsOnce: Mutation = {
  file: 'run/import-operation.ts',
  find: '    await writer.write(items);\n',
  replace: `    await writer.write(items);
    globalThis.chunks = (globalThis.chunks ?? 0) + 1;
    if (globalThis.chunks === 3) {
      await saved;
      process.stderr.write('failed half-way\\n');
      throw stopped();
    }
`,
};

describe('SPEC B6: imports of thousands of rows', { timeout: TIMEOUT_MS }, () => {
  it('a second run changes nothing, and undoing leaves nothing', async () => {
    expect(await importTwice(main)).toEqual({
      second: { created: {}, updated: {}, rows: {} },
      left: {},
    });
  });

  nightly('mutant: a run that knows nothing of earlier ones repeats them', async () => {
    const mutant = await buildMutant('forgetful-import', [
      {
        file: 'run/write-items.ts',
        find: 'structure.isFirstRun ? NOTHING : await loadKnown(scene, drafts)',
        replace: 'NOTHING',
      },
    ]);
    const { second } = await importTwice(mutant);
    expect(second.rows).not.toEqual({});
  });

  nightly.each([
    ['groups and columns', '  await purgeStructure(scene);\n'],
    ['what it knew of the file', '  await forget(scene);\n}\n\nfunction forget'],
  ])('mutant: undoing leaves %s', async (what, find) => {
    const replace = find.includes('function') ? '}\n\nfunction forget' : '';
    const mutant = await buildMutant(`undo-leaves-${what.replaceAll(' ', '-')}`, [
      { file: 'undo/undo-operation.ts', find, replace },
    ]);
    expect((await importTwice(mutant)).left).not.toEqual({});
  });

  it('a run that fails half-way leaves nothing, and the next try takes all of it, once', async () => {
    const { seen, ...made } = await importWithFault(await buildMutant('fails-once', [failsOnce]));
    expect(seen.filter((items) => items !== 0 && items !== ROWS)).toEqual([]);
    expect(made).toEqual({ state: 'done', items: ROWS, titles: ROWS });
  });

  nightly('mutant: chunks that commit by themselves are seen before the rest', async () => {
    const mutant = await buildMutant('commits-chunks', [
      failsOnce,
      {
        file: 'run/import-operation.ts',
        find: `    context.tx.query('set constraints all deferred'),\n  ]);`,
        replace: `    context.tx.query('commit'),
    context.tx.query('begin'),
    context.tx.query("select set_config('boardwire.scope', '*', true)"),
    context.tx.query('set constraints all deferred'),
  ]);`,
      },
    ]);
    const { seen } = await importWithFault(mutant);
    expect(seen.filter((items) => items !== 0 && items !== ROWS)).not.toEqual([]);
  });
});
