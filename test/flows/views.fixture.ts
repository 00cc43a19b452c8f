import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import type { TestServer } from '../harness/server.ts';

/** A board with what filters, sorts and a kanban need. */
export interface ViewScene extends BoardScene {
  columns: Record<'status' | 'owner' | 'due' | 'budget' | 'ready' | 'tags', string>;
  options: Record<'todo' | 'doing' | 'done', string>;
  items: Record<string, string>;
  /** A write as the owner of the board. */
  post(path: string, body: unknown, method?: string): Promise<{ id: string }>;
}

const option = (id: string, name: string, color: string) => ({ id, name, color });

type Row = [title: string, status: 'todo' | 'doing' | 'done' | null, due: string, budget: number];

const ROWS: readonly Row[] = [
  ['Book the venue', 'done', '2026-11-03', 4_200],
  ['Print the badges', 'todo', '2026-12-10', 380],
  ['Invite speakers', 'doing', '2026-11-20', 0],
  ['Order catering', 'todo', '2026-12-01', 2_750],
  ['Rehearse the demo', 'doing', '2026-11-28', 0],
  ['Publish the agenda', null, '', 90],
];

/** Fills a board by the API. */
export async function createViewScene(server: TestServer): Promise<ViewScene> {
  const scene = await createBoardScene(server);
  const { boardId, groupId, owner, member } = scene;
  const post: ViewScene['post'] = async (path, body, method = 'POST') => {
    const answer = await scene.as(owner, method, path, body);
    if (answer.status !== 200) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body.data;
  };
  const options = {
    todo: crypto.randomUUID(),
    doing: crypto.randomUUID(),
    done: crypto.randomUUID(),
  };
  const statuses = [
    option(options.todo, 'To do', 'gray'),
    option(options.doing, 'Doing', 'blue'),
    option(options.done, 'Done', 'green'),
  ];
  const addColumn = async (name: string, type: string, settings = {}) =>
    (await post(`/boards/${boardId}/columns`, { name, type, settings })).id;
  const columns = {
    status: await addColumn('Status', 'status', { options: statuses }),
    owner: await addColumn('Owner', 'person', { isMultiple: false }),
    due: await addColumn('Due', 'date'),
    budget: await addColumn('Budget', 'number', { unit: 'EUR' }),
    ready: await addColumn('Ready', 'checkbox'),
    tags: await addColumn('Tags', 'tags', {
      options: ['legal', 'design'].map((name) => option(crypto.randomUUID(), name, 'purple')),
    }),
  };
  const items: Record<string, string> = {};
  for (const [index, [title, status, due, budget]] of ROWS.entries()) {
    const values = {
      [columns.status]: status && options[status],
      [columns.owner]: [(index % 2 === 0 ? owner : member).userId],
      [columns.due]: due || null,
      [columns.budget]: budget || null,
      [columns.ready]: index === 0 ? true : null,
    };
    const item = await post(`/boards/${boardId}/items`, { title, groupId, values });
    items[title] = item.id;
  }
  return { ...scene, columns, options, items, post };
}
