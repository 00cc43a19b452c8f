import type { BoardScene } from '../harness/boards.ts';
import type { BoardVerdict } from './board-check.ts';

/** Imports that are asked for during a run: jobs that the broker hands out, with an effect that can be counted. */
export interface ImportLoad {
  /** Asks for so many more, each onto a board of its own. */
  start(count: number): Promise<void>;
  asked(): number;
  /** How many are not done yet. */
  countOpen(): Promise<number>;
  /** Each import's rows are there, once. */
  check(): Promise<BoardVerdict>;
}

type Rows = { query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]> };

const ROWS = 200;

/** Makes files and imports them as the owner of the scene. */
export function createImportLoad(
  { owner, organizationId, workspaceId }: BoardScene,
  url: string,
  rows: Rows,
): ImportLoad {
  const ids: string[] = [];
  const post = async (path: string, type: string, body: string) => {
    const headers = { authorization: `Bearer ${owner.token}`, 'content-type': type };
    const response = await fetch(`${url}/api/v1${path}`, { method: 'POST', headers, body });
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status} of ${path}: ${text}`);
    return (JSON.parse(text) as { data: { id: string } }).data.id;
  };
  const importOne = async () => {
    const path = `/organizations/${organizationId}/imports?fileName=rows.csv`;
    const id = await post(path, 'application/octet-stream', makeFile());
    const target = { workspaceId, name: `Import ${ids.length}` };
    ids.push(id);
    await post(`/imports/${id}/start`, 'application/json', JSON.stringify({ target }));
  };
  return {
    async start(count) {
      await Promise.all(Array.from({ length: count }, importOne));
    },
    asked: () => ids.length,
    async countOpen() {
      const [row] = await rows.query<{ open: number }>(
        `select count(*)::int as open from imports where state in ('uploaded', 'running')`,
      );
      return row?.open ?? 0;
    },
    check: () => checkImports(ids, rows),
  };
}

function makeFile(): string {
  return ['Name,Size', ...Array.from({ length: ROWS }, (_, row) => `Task ${row},${row}`)].join(
    '\n',
  );
}

async function checkImports(ids: readonly string[], rows: Rows): Promise<BoardVerdict> {
  const verdict: BoardVerdict = { lost: [], repeated: [], wrong: [] };
  const found = await rows.query<{ id: string; state: string; count: number; titles: number }>(
    `select i.id, i.state, count(r.id)::int as count, count(distinct r.field_values->>'title')::int as titles
       from imports as i left join items as r on r.board_id = i.board_id group by i.id, i.state`,
  );
  const byId = new Map(found.map((each) => [each.id, each]));
  for (const id of ids) {
    const one = byId.get(id);
    if (one === undefined || one.titles < ROWS)
      verdict.lost.push(`import ${id}: ${one?.state}, ${one?.titles} rows`);
    else if (one.count > ROWS) verdict.repeated.push(`import ${id}: ${one.count} rows`);
    else if (one.state !== 'done') verdict.wrong.push(`import ${id}: ${one.state}`);
  }
  return verdict;
}
