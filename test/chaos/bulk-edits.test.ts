import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BoardScene } from '../harness/boards.ts';
import type { LiveNodes } from './live-nodes.ts';
import { onNode } from './live-screens.ts';
import { buildMutant, buildProgram, killLeftPrograms } from './program-process.ts';
import { nightly } from '../harness/tier.ts';

let main: string;
beforeAll(async () => {
  main = await buildProgram();
});
afterAll(killLeftPrograms);

const TIMEOUT_MS = 180_000;
/** The most that one call may change. */
const MOST = 10_000;

/** What bulk edits of a whole board did. */
interface BulkVerdict {
  /** Rows and changes that a refused bulk edit left. */
  leftByRefused: number;
  changed: number;
  /** What one undo took back, and how many rows it left otherwise than they were. */
  undone: number;
  leftByUndo: number;
}

/** Edits 10,000 items at once: first with one at the end that cannot be, then all of them, and takes that back. */
function editAll(mainFile: string): Promise<BulkVerdict> {
  return onNode(mainFile, async (nodes, scene) => {
    const itemIds = await fillBoard(nodes, scene);
    const send = createSender(scene);
    const action = { kind: 'update', values: { title: 'Same' } };
    const edit = { boardId: scene.boardId, itemIds, action };
    const last = itemIds.at(-1);
    await scene.as(scene.owner, 'DELETE', `/items/${last}`);
    const seq = await readSeq(nodes, scene);
    const refused = await send('items.bulk', edit);
    expect(refused).toMatchObject({ t: 'nack', error: { details: { reason: 'gone' } } });
    const leftByRefused = (await readSeq(nodes, scene)) - seq + (await countSame(nodes, scene));
    await scene.as(scene.owner, 'POST', `/items/${last}/restore`, {});
    const done = await send('items.bulk', edit);
    const undo = { boardId: scene.boardId, client: done.client, mid: done.mid };
    const undone = await send('items.undo', undo);
    return {
      leftByRefused,
      changed: done.results?.[0]?.['changed'] ?? 0,
      undone: undone.results?.[0]?.['undone'] ?? 0,
      leftByUndo: await countSame(nodes, scene),
    };
  });
}

/** Items of different titles, written straight into the table; answers their ids in order. */
async function fillBoard(
  { database }: LiveNodes,
  { organizationId, boardId, groupId }: BoardScene,
): Promise<string[]> {
  const rows = await database.query<{ id: string }>(
    `insert into items (organization_id, board_id, id, number, group_id, pos, field_values, field_versions, created_at,
       updated_at)
     select $1, $2, gen_random_uuid(), n, $3, 'a' || lpad(n::text, 5, '0') || 'V',
       jsonb_build_object('title', 'Item ' || n), '{"title":1,"group":1}', now(), now()
     from generate_series(1, $4::int) n returning id`,
    [organizationId, boardId, groupId, MOST],
  );
  await database.query('update boards set next_item_number = $2 where id = $1', [
    boardId,
    MOST + 1,
  ]);
  return rows.map(({ id }) => id);
}

interface Answered {
  t: string;
  client: string;
  mid: number;
  results?: Record<string, number>[];
}

/** Numbered mutations of one client, as a screen without a socket sends them (live L14). */
function createSender({ as, owner, boardId }: BoardScene) {
  const client = crypto.randomUUID();
  let mid = 0;
  return async (op: string, input: object): Promise<Answered> => {
    mid += 1;
    const body = { client, mid, epoch: 1, calls: [{ op, input }] };
    const answer = await as(owner, 'POST', `/boards/${boardId}/mutations`, body);
    return { ...answer.body.data, client, mid };
  };
}

async function readSeq({ database }: LiveNodes, { boardId }: BoardScene): Promise<number> {
  const [row] = await database.query<{ seq: number }>(
    'select seq::int as seq from boards where id = $1',
    [boardId],
  );
  return row?.seq ?? 0;
}

async function countSame({ database }: LiveNodes, { boardId }: BoardScene): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `select count(*)::int as count from items where board_id = $1 and field_values->>'title' = 'Same'`,
    [boardId],
  );
  return row?.count ?? 0;
}

describe('SPEC B1, live L5, L20: bulk edits of 10,000 items', { timeout: TIMEOUT_MS }, () => {
  it('are refused whole, done whole and taken back whole', async () => {
    expect(await editAll(main)).toEqual({
      leftByRefused: 0,
      changed: MOST,
      undone: MOST,
      leftByUndo: 0,
    });
  });

  nightly('mutant: a refusal in the middle leaves what came before it', async () => {
    const mutant = await buildMutant('kept-before-refusal', [
      {
        file: 'board/run-batch.ts',
        find: '    if (mayHaveWritten(batch, mutation)) throw error;\n',
        replace: '',
      },
      { file: 'board/run-batch.ts', find: '    else takeBack();\n', replace: '' },
    ]);
    expect((await editAll(mutant)).leftByRefused).toBeGreaterThan(0);
  });

  nightly('mutant: only what screens are sent one by one is one step', async () => {
    const mutant = await buildMutant('first-changes-one-step', [
      {
        file: 'board/batch-context.ts',
        find: 'const origin = live ?',
        replace: 'const origin = live && board.emitted.length < BULK_CHANGES ?',
      },
    ]);
    const { changed, undone, leftByUndo } = await editAll(mutant);
    expect(changed).toBe(MOST);
    expect([undone, leftByUndo]).not.toEqual([MOST, 0]);
  });
});
